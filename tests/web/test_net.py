"""The network read from a store: parts that fit a screen, places that stay, measures, sentences with their marks."""

import threading
from itertools import combinations, pairwise

import networkx as nx
import numpy as np
import pytest
from pyoxigraph import Store

from kg.render import layout, mesh, rings
from kg.web.net import cut, evidence, measures, network, place, whole
from kg.web.net.held import Networks
from kg.web.net.network import Network
from tests.web.made import BASE, CITY, OFFICE, REPORT, hub, store


@pytest.fixture(scope="module")
def made() -> Store:
    return store(hub())


@pytest.fixture(scope="module")
def net(made: Store) -> Network:
    return network.read(made)


def number(net: Network, name: str) -> int:
    return net.index[BASE + name]


def test_what_several_reports_state_is_one_link() -> None:
    facts = [(CITY, "issued", "policy/办法", "done")] * 2 + [(CITY, "issued", "policy/办法", "planned")]
    links = network.read(store(facts)).links
    assert [(link.status, len(link.facts)) for link in links] == [("done", 2), ("planned", 1)]


def test_numbers_do_not_depend_on_the_order_of_the_quads() -> None:
    one, two = network.read(store(hub())), network.read(store(hub()[::-1]))
    assert one.nodes == two.nodes
    assert [(e.source, e.target, e.predicate) for e in one.links] == [
        (e.source, e.target, e.predicate) for e in two.links
    ]


def test_many_neighbours_are_grouped_and_none_is_lost(net: Network) -> None:
    part = cut.neighbourhood(net, number(net, CITY))
    assert {group.key: len(group.members) for group in part.groups} == {"issued.out": 29, "launched.out": 8}
    shown = set(part.nodes).union(*(group.members for group in part.groups))
    assert shown == set(net.simple[number(net, CITY)]) | {number(net, CITY)}
    assert part.whole == len(shown)


def test_who_is_tied_to_others_too_stands_for_itself(net: Network) -> None:
    part = cut.neighbourhood(net, number(net, CITY))
    assert {number(net, OFFICE), number(net, "policy/办法0")} <= set(part.nodes)


def test_an_opened_group_shows_its_members(net: Network) -> None:
    part = cut.neighbourhood(net, number(net, CITY), opened=["launched.out"])
    assert number(net, "reform/改革5") in part.nodes
    assert [group.key for group in part.opened] == ["launched.out"]
    assert [group.key for group in part.groups] == ["issued.out"]


def test_what_is_kept_is_in_no_group(net: Network) -> None:
    wanted = number(net, "policy/办法7")
    part = cut.neighbourhood(net, number(net, CITY), keep=[wanted])
    assert wanted in part.nodes
    assert all(wanted not in group.members for group in part.groups)


def test_few_neighbours_are_all_shown(net: Network) -> None:
    part = cut.neighbourhood(net, number(net, OFFICE))
    assert part.groups == ()
    assert len(part.nodes) == 6


def test_an_expanded_node_brings_its_neighbours(net: Network) -> None:
    focus, other = number(net, CITY), number(net, OFFICE)
    part = cut.neighbourhood(net, focus, expanded=[other])
    assert set(net.simple[other]) <= set(part.nodes)


def test_two_steps_reach_further_than_one(net: Network) -> None:
    near = cut.neighbourhood(net, number(net, OFFICE), hops=2)
    assert near.whole == len(nx.single_source_shortest_path_length(net.simple, number(net, OFFICE), cutoff=2))


def test_shortest_ways(net: Network) -> None:
    part = cut.ways(net, number(net, "system/平台1"), number(net, "reform/改革1"))
    (way,) = part.ways
    names = [net.nodes[n].label for n in way]
    assert names == ["平台1", "甲市司法局", "甲市人民政府", "改革1"]
    assert len(part.links) == 3
    apart = cut.ways(net, number(net, CITY), number(net, "policy/乙县办法"))
    assert (len(apart.nodes), apart.links, apart.ways) == (2, (), ())


def test_the_whole_leaves_out_what_is_not_linked_within_it(net: Network) -> None:
    part = cut.whole(net)
    assert set(part.nodes) == set(net.connected())
    assert part.whole == len(part.nodes)


@pytest.mark.parametrize("hops", [1, 2])
def test_places_are_the_same_each_time(net: Network, hops: int) -> None:
    part = cut.neighbourhood(net, number(net, CITY), hops=hops)
    focus = number(net, CITY) if hops == 1 else None
    assert place.place(net, part, focus) == place.place(net, part, focus)


def test_what_is_there_stays_where_it_is_when_a_node_is_expanded(net: Network) -> None:
    focus, other = number(net, CITY), number(net, OFFICE)
    before = place.place(net, cut.neighbourhood(net, focus), focus)
    after = place.place(net, cut.neighbourhood(net, focus, expanded=[other]), focus, [other])
    assert {n: at for n, at in after.items() if n in before} == before
    assert len(after) == len(before) + 3


def test_no_two_names_of_a_neighbourhood_overlap(net: Network) -> None:
    focus = number(net, CITY)
    part = cut.neighbourhood(net, focus, opened=["issued.out", "launched.out"])
    places = place.place(net, part, focus)
    sizes = {n: layout.box(net.nodes[n].label, net.degree(n)) for n in part.nodes}
    for one, two in combinations(part.nodes, 2):
        apart = [abs(places[one][k] - places[two][k]) - (sizes[one][k] + sizes[two][k]) / 2 for k in (0, 1)]
        assert max(apart) > -1.0, (net.nodes[one].label, net.nodes[two].label)


def test_settling_leaves_the_fixed_where_they_are() -> None:
    placed = rings.settle([(0.0, 0.0), (1.0, 1.0), (1.0, 1.0)], [(100.0, 40.0)] * 3, fixed=1)
    assert placed[0] == (0.0, 0.0)
    assert len({(round(x), round(y)) for x, y in placed}) == 3


def ring_of_cliques(cliques: int, size: int) -> nx.Graph:
    return nx.convert_node_labels_to_integers(nx.ring_of_cliques(cliques, size), ordering="sorted")


@pytest.mark.parametrize(("cliques", "large"), [(12, 10_000), (12, 40)])
def test_communities_are_found_also_on_the_coarsened_graph(
    cliques: int, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measures, "LARGE", large)
    found = measures.communities(ring_of_cliques(cliques, 8))
    for clique in range(cliques):
        assert len({found[clique * 8 + k] for k in range(8)}) == 1


def test_the_mesh_sets_communities_apart_and_is_the_same_each_time() -> None:
    graph = ring_of_cliques(12, 8)
    ends, groups = np.array(graph.edges()), np.arange(len(graph)) // 8
    points = mesh.arrange(len(graph), ends, groups)
    assert np.array_equal(points, mesh.arrange(len(graph), ends, groups))
    assert np.isfinite(points).all()
    centres = np.array([points[groups == g].mean(axis=0) for g in range(12)])
    within = np.hypot(*(points - centres[groups]).T).mean()
    between = np.mean([np.hypot(*(a - b)) for a, b in combinations(centres, 2)])
    assert between > 3 * within


def test_an_empty_and_a_single_node_have_places() -> None:
    none = np.zeros((0, 2), dtype=np.int64)
    assert mesh.arrange(0, none, np.zeros(0, dtype=np.int64)).shape == (0, 2)
    assert np.isfinite(mesh.arrange(1, none, np.zeros(1, dtype=np.int64))).all()


def test_pushes_by_the_mesh_are_those_of_all_pairs() -> None:
    draw = np.random.default_rng(1)
    points, mass = draw.normal(size=(60, 2)) * 100, draw.uniform(1, 5, 60)
    delta = points[:, None, :] - points[None, :, :]
    square = (delta**2).sum(axis=2) + np.eye(60)
    exact = (delta * (mass[None, :] / square)[:, :, None]).sum(axis=1)
    found = mesh._repulsion(points[:, 0] + 1j * points[:, 1], mass, 128)
    error = np.abs(found - (exact[:, 0] + 1j * exact[:, 1])) / np.hypot(*exact.T)
    assert np.median(error) < 0.05


def test_neighbouring_communities_have_different_colours() -> None:
    large = {g: [g * 2, g * 2 + 1] for g in range(1, 20)}
    points = np.stack([np.arange(60) // 2 * 100.0, np.zeros(60)], axis=1)
    colours = [c.colour for c in whole._coloured(large, points)]
    assert all(a != b for a, b in pairwise(colours))


def test_a_sentence_is_whole_and_its_ends_are_marked(made: Store, net: Network) -> None:
    link = next(n for n in net.links if n.predicate == "drafted")
    (found,) = evidence.passages(made, net, link)
    assert "".join(piece.text for piece in found.pieces) == "甲市司法局|drafted|办法0。"
    assert [(p.text, p.role) for p in found.pieces if p.role] == [
        ("甲市司法局", "subject"),
        ("办法0", "object"),
    ]
    assert [p.text for p in found.pieces if not p.inside] == ["。"]
    assert (found.rule, found.title, found.elided) == ("made", "甲市报告", False)
    assert found.span.startswith(f"{REPORT}#char=")


def test_the_network_is_read_again_only_after_a_change(made: Store) -> None:
    changes = [0]
    held = Networks(made, lambda: changes[0])
    first = held.get()
    assert held.get() is first
    changes[0] = 1
    assert held.get() == first
    assert held.get() is not first


def test_the_map_is_kept_while_the_network_is_the_same(made: Store) -> None:
    changes = [0]
    held = Networks(made, lambda: changes[0])
    drawn = held.map()[1]
    changes[0] = 1
    assert held.map()[1] is drawn
    assert len(drawn.places) == len(held.get().nodes)


def test_the_network_is_given_while_the_map_is_being_made(
    made: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, begun, go_on = Networks(made, lambda: 0), threading.Event(), threading.Event()

    def slow(store: Store, found: Network) -> whole.Map:
        begun.set()
        assert go_on.wait(20)
        return whole.Map((), (), ())

    monkeypatch.setattr(whole, "compute", slow)
    maker = threading.Thread(target=held.map)
    maker.start()
    assert begun.wait(20)
    assert held.get().nodes
    go_on.set()
    maker.join(20)
    assert not maker.is_alive()
