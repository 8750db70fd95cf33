"""Bodies: the full name of prefix and parts (市 + 政府 + 法制办 -> 淮安市人民政府法制办公室)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.gazetteer import Division
from kg.matcher.area import AREA, Area
from kg.matcher.base import Mention
from kg.matcher.parts import CORPS, LETTERS, LEVEL_CODES, PART
from kg.model import Level
from kg.resolve.places import Places
from kg.rulebook import Rulebook

_GOVERNMENT = ("政府", "人民政府")
_OFFICE_OF_PREFECTURE = ("行署", "行政公署")
_PARTY = ("委", "委员会", "党委")
_AREA_SEATS = {"管委会": "管理委员会", "党工委": "工作委员会", "工委": "工作委员会"}


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its full name; `key` is unique, `family` and `kind` classify it, `code` is its place."""

    name: str
    key: str
    kind: str
    code: str | None
    parent: str | None = None


def _rows_by_form(rulebook: Rulebook) -> dict[str, list[Mapping[str, str]]]:
    rows: dict[str, list[Mapping[str, str]]] = {}
    for row in rulebook.tables["departments"]:
        for form in sorted({row["short"], row["full"]} - {""}):
            rows.setdefault(form, []).append(row)
    return rows


class Bodies:
    """Put full names together from the departments table and the places of one report."""

    def __init__(self, rulebook: Rulebook, places: Places, area: Area | None = None) -> None:
        self._places = places
        self._area = area
        self._year = places.year or 9999
        self._rows = rulebook.compiled("department rows", _rows_by_form)
        self._types = {r["head"]: r["agencyType"] for r in rulebook.tables["agency_heads"]}

    def resolve(self, mention: Mention, near: str | None) -> Body | None:
        """Give the body that a mention names, or None where its place is unsure."""
        parts = (mention.attr("parts") or "").split(PART)
        prefix = mention.attr("prefix") or ""
        if prefix == "N":
            return self._national(parts)
        if self._area and (prefix == AREA or (self._area.town and prefix in self._area.words)):
            return self.of_area(self._area, parts)
        place = self._place(prefix, near)
        return self._local(place, parts) if place else None

    def _place(self, prefix: str, near: str | None) -> Division | None:
        if prefix in LETTERS + CORPS:
            return self._places.by_letter(prefix) or self._named_near(prefix, near)
        place = None
        for codes in prefix.split("|"):
            place = self._places.choose(codes.split(","), place.code if place else near) or place
        return place

    def _named_near(self, letter: str, near: str | None) -> Division | None:
        """Give the place named before in the sentence for a letter that the report's own line has none for: 黄浦区…区委."""
        place = self._places.gazetteer.by_code(near) if near else None
        return place if place and letter in "市县区旗" and place.name.endswith(letter) else None

    def _national(self, parts: list[str]) -> Body:
        row = self._row(parts[0], "N", "none")
        name = (row["full"] or row["short"]) if row else parts[0]
        parent = name if len(parts) > 1 else None
        name += "".join(parts[1:])
        return Body(name, name, self._kind(name, row if len(parts) == 1 else None), None, parent)

    def of_area(self, area: Area, parts: list[str]) -> Body:
        """Give a body of the report's own town, street or zone: 街道|司法所, 园区|管委会."""
        seat = _AREA_SEATS.get(parts[0], parts[0])
        if seat == "工作委员会":
            name = f"中共{area.front}{seat}"
            return Body(name, name, "party", self._places.own)
        place = Division(self._places.own or "", area.front, "", Level.TOWNSHIP, None, None, None, ())
        body = self._local(place, [seat, *parts[1:]])
        return replace(body, code=self._places.own)

    def _local(self, place: Division, parts: list[str]) -> Body:
        name, parent, kind = place.name, None, "other"
        state = "place"
        for part in (p.strip("“”") if p.startswith("“") and p.endswith("”") else p for p in parts):
            parent = name if state != "place" else None
            name, state, kind = self._join(place, name, state, part)
        unique = self._places.unique_name(place)
        key = name.replace(place.name, unique, 1) if unique != place.name else name
        return Body(name, key, kind, place.code, self._finished(place, parent, parts))

    def _finished(self, place: Division, parent: str | None, parts: list[str]) -> str | None:
        return f"中共{place.name}委员会" if parent and parts[0] in _PARTY and len(parts) == 2 else parent

    def _join(self, place: Division, name: str, state: str, part: str) -> tuple[str, str, str]:
        """Add one part to a name; `state` says what the name so far is."""
        if part in _GOVERNMENT and state == "place":
            return f"{place.name}人民政府", "government", "government"
        if part in _OFFICE_OF_PREFECTURE and state == "place":
            return f"{place.name}行政公署", "government", "government"
        if part in _PARTY and state == "place":
            return f"中共{place.name}委员会", "party", "party"
        if part == "办" and state in ("government", "party"):
            part = "办公室" if place.level is not Level.PROVINCE else "办公厅"
        row = self._row(part, LEVEL_CODES[place.level], state)
        full = (row["full"] or row["short"]) if row else part
        kind = self._kind(full, row)
        if row and state in ("place", "government", "party"):
            return self._with_row(place, row, full), "department", kind
        if state == "party":
            return f"中共{place.name}委{full}", "department", kind
        return f"{name}{full}", "department", kind

    @staticmethod
    def _with_row(place: Division, row: Mapping[str, str], full: str) -> str:
        if full.startswith("中共"):
            return full.replace("中共", f"中共{place.name}", 1)
        fronts = {
            "place": place.name,
            "government": f"{place.name}人民政府",
            "party": f"中共{place.name}委",
            "congress": f"{place.name}人民代表大会",
            "cppcc": "中国人民政治协商会议" + place.name,
        }
        front = fronts.get(row["joint"], place.name)
        return (
            full.replace("人民代表大会", front, 1)
            if full.startswith("人民代表大会") and row["joint"] == "congress"
            else front + full
        )

    def _row(self, form: str, level: str, state: str) -> Mapping[str, str] | None:
        """Give the row of a form at a level: one that held in the report's year and fits what stands before it."""
        rows = [r for r in self._rows.get(form, ()) if level in r["levels"].split(";")]
        held = [r for r in rows if int(r["since"] or 0) <= self._year <= int(r["until"] or 9999)]
        fitting = [r for r in held if r["joint"] == state]
        shorts = [r for r in (fitting or held or rows) if r["short"] == form]
        return next(iter(shorts or held or rows), None)

    def _kind(self, name: str, row: Mapping[str, str] | None) -> str:
        if row and row["family"] not in ("government", "institution"):
            return row["family"]
        return next(
            (self._types[name[-n:]] for n in (6, 5, 4, 3, 2, 1) if name[-n:] in self._types), "department"
        )

    def kind_of(self, name: str) -> str:
        """Classify a body by the end of its name."""
        return self._kind(name, None)
