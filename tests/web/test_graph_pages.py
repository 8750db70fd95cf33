"""The pages of the graph, the map and the editor as the server gives them."""

import gzip
import json
import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from kg.web.explorer import wish
from kg.web.explorer.wish import Wish
from kg.web.headers import POLICY
from kg.web.settings import Settings
from tests.web.conftest import client_of
from tests.web.made import CITY, OFFICE, REPORT, hub, store

HTML = {"Accept": "text/html"}
HOSTILE = (
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=2>",
    "{{ 7*7 }}${7*7}",
)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(store(hub()), Settings())


def drawing(client: TestClient, address: str) -> dict[str, object]:
    text = client.get(address, headers=HTML).text
    found = re.search(r'<script type="application/json" id="drawing">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_neighbourhood_as_page_and_as_data(client: TestClient) -> None:
    page, data = (client.get(f"{path}?focus={OFFICE}", headers=HTML) for path in ("/graph", "/graph.json"))
    assert page.status_code == data.status_code == 200
    found = data.json()
    assert {node["label"] for node in found["drawing"]["nodes"]} >= {"甲市司法局", "平台1", "甲市人民政府"}
    assert all(f"{one['quote']}" in page.text for one in found["facts"] if one["quote"])
    assert found["queries"]
    assert "VALUES ?entity" in page.text


def test_the_query_of_a_picture_finds_the_facts_of_what_stands_in_the_middle(client: TestClient) -> None:
    found = client.get(f"/graph.json?focus={OFFICE}").json()
    rows = client.get("/sparql", params={"query": found["queries"][0], "format": "json"}).json()
    own = [one for one in found["facts"] if OFFICE in (one["subject"]["name"], one["object"]["name"])]
    asked = {(row["subject"]["value"], row["object"]["value"]) for row in rows["results"]["bindings"]}
    assert asked == {(one["subject"]["iri"], one["object"]["iri"]) for one in own}
    assert len(asked) == 5


def test_a_fact_shows_its_sentence_with_marks(client: TestClient) -> None:
    facts = client.get(f"/graph.json?focus={OFFICE}").json()["facts"]
    fact = next(one for one in facts if one["predicate"] == "drafted")
    text = client.get(f"/graph?focus={OFFICE}&fact={quote(fact['fact'])}", headers=HTML).text
    assert '<mark class="subject">甲市司法局</mark>' in text
    assert '<mark class="object">办法0</mark>' in text
    assert f"/page/report/{quote('甲市')}/2024#char=" in text


def test_a_fact_alone_is_an_address(client: TestClient) -> None:
    link = next(link for link in drawing(client, f"/graph?focus={CITY}")["drawing"]["links"])
    found = drawing(client, f"/graph?fact={quote(link['id'])}")
    ends = {link["source"], link["target"]}
    assert ends <= {node["id"] for node in found["drawing"]["nodes"]}
    assert found["focus"] == link["source"]


def test_a_group_opens_at_its_address_and_closes_again(client: TestClient) -> None:
    closed = drawing(client, f"/graph?focus={CITY}")
    (group,) = [one for one in closed["drawing"]["groups"] if one["predicate"] == "launched"]
    opened = client.get(group["href"], headers=HTML).text
    assert "改革7" in opened
    assert f'href="/graph?focus={quote(CITY)}" data-go' in opened


def test_the_shortest_way_is_listed_with_sentences(client: TestClient) -> None:
    text = client.get("/graph?focus=system/平台1&to=改革1", headers=HTML).text
    for sentence in ("甲市司法局|operates|", "甲市司法局|partOf|", "甲市人民政府|launched|"):
        assert re.sub(r"<[^>]+>", "", text).count(sentence)
    nothing = client.get(f"/graph.json?focus={CITY}&to=policy/乙县办法").json()
    assert nothing["ways"] == []
    assert len(nothing["drawing"]["nodes"]) == 2


def test_a_report_has_its_own_graph(client: TestClient) -> None:
    found = client.get("/graph.json", params={"report": REPORT}).json()
    assert found["mode"] == "report"
    assert found["report"] == "甲市报告"
    assert len(found["facts"]) == len(hub())


def test_planned_and_denied_facts_say_so(client: TestClient) -> None:
    text = client.get(f"/graph?focus={OFFICE}", headers=HTML).text
    assert 'class="rel denied"' in text
    assert {
        link["status"]
        for link in drawing(client, f"/graph?focus={CITY}&open=launched.out")["drawing"]["links"]
    } == {"done", "planned"}


@pytest.mark.parametrize(
    ("address", "status"), [("focus=agency/无", 404), ("hops=9", 400), (f"focus={CITY}&to=无此人", 404)]
)
def test_what_is_not_there_is_refused(client: TestClient, address: str, status: int) -> None:
    assert client.get(f"/graph?{address}", headers=HTML).status_code == status


def test_the_same_picture_each_time(client: TestClient) -> None:
    assert client.get("/graph.json").content == client.get("/graph.json").content


def test_addresses_are_read_as_they_are_written() -> None:
    from starlette.datastructures import QueryParams

    one = Wish(
        focus=CITY,
        hops=2,
        expand=(OFFICE, "a/b&c"),
        open=("issued.out@x",),
        types=("Agency", "Policy"),
        colour="community",
    )
    assert wish.read(QueryParams(one.address().partition("?")[2])) == one
    assert Wish().address() == "/graph"


def test_the_graph_needs_no_looser_policy_and_the_editor_only_styles(client: TestClient) -> None:
    for address in ("/graph", "/map"):
        assert client.get(address, headers=HTML).headers["content-security-policy"] == POLICY
    policy = client.get("/sparql", headers=HTML).headers["content-security-policy"]
    assert policy.replace(" 'unsafe-inline'", "") == POLICY
    assert "script-src 'self';" in policy


def test_hostile_names_stay_text() -> None:
    labels = dict(zip((CITY, "policy/a", "policy/b"), HOSTILE, strict=True))
    facts = [(CITY, "issued", "policy/a", "done"), (CITY, "issued", "policy/b", "done")]
    client = client_of(store(facts, labels), Settings())
    for address in (f"/graph?focus={CITY}&node={CITY}", "/map", "/graph?focus=policy/a&to=policy/b"):
        text = client.get(address, headers=HTML).text
        assert "<script>window" not in text
        assert "<img" not in text
        assert "7*7" in text or address == "/map"


def test_the_map_is_packed_and_not_sent_twice(client: TestClient) -> None:
    first = client.get("/map/data.json", headers={"Accept-Encoding": "gzip"})
    found = first.json()
    assert first.headers["content-encoding"] == "gzip"
    assert len(found["names"]) == len(found["x"]) == len(found["community"]) == 45
    assert len(found["links"]) == 2 * len({(s, o) for s, _, o, _ in hub()})
    again = client.get("/map/data.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_map_page_names_its_communities(client: TestClient) -> None:
    found = client.get("/map.json").json()
    assert found["communities"][0]["label"] == "甲市人民政府"
    assert found["entities"] == 45


def test_the_editor_has_prefixes_and_examples_that_run(client: TestClient) -> None:
    found = client.get("/sparql.json").json()
    assert found["prefixes"]["fz"].endswith("ontology#")
    assert len(found["examples"]) > 15
    for one in found["examples"]:
        assert client.get("/sparql", params={"query": one["text"], "format": "json"}).status_code == 200, one[
            "name"
        ]
    chinese = client.get("/sparql", headers=HTML).text
    assert "谁出台了哪些政策文件" in chinese
    assert "Who issued which policies" in client.get("/sparql?lang=en", headers=HTML).text


def test_a_program_still_gets_the_service_description(client: TestClient) -> None:
    assert (
        "ServiceDescription" in client.get("/sparql").text
        or "sparql-service-description" in client.get("/sparql").text
    )


def test_assets_are_packed_and_kept_when_their_address_has_a_version(client: TestClient) -> None:
    kept = client.get("/static/vendor/sigma-3.0.3/sigma.mjs")
    asked = client.get("/static/graph/graph.js")
    assert "immutable" in kept.headers["cache-control"]
    assert asked.headers["cache-control"] == "no-cache"
    assert kept.headers["content-encoding"] == asked.headers["content-encoding"] == "gzip"
    plain = client.get("/static/graph/graph.js", headers={"Accept-Encoding": "identity"})
    assert plain.content == asked.content
    assert "content-encoding" not in plain.headers
    assert (
        client.get("/static/graph/graph.js", headers={"If-None-Match": asked.headers["etag"]}).status_code
        == 304
    )


def test_the_first_view_is_light(client: TestClient) -> None:
    text = client.get(f"/graph?focus={CITY}", headers=HTML).text
    found = set(re.findall(r'(?:href|src)="(/(?:static/[^"]+|palette\.css))"', text)) | {
        f"/static/graph/{n}.js" for n in ("scene", "labels", "picture")
    }
    size = len(gzip.compress(text.encode(), 5)) + sum(
        len(gzip.compress(client.get(one).content, 5)) for one in found
    )
    assert len(found) > 8
    assert size < 600_000
