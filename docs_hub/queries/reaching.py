"""Where links across documentations lead now: to pages that readers see, and never to drafts or what was taken off."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect

from docs_hub.domain.across import SITE, is_site_path
from docs_hub.domain.homes import Guess, guesses, repository_of
from docs_hub.models import DocPage, FormerPath, VersionPage
from docs_hub.queries.editions import tail
from docs_hub.queries.known_homes import KnownHomes, Origin, source_of
from github_sync.queries.branches import default_branches

AT_ONCE = 500
"""Places that are looked up together."""
Key = tuple[bool, int, str, str]
"""Whether the home is a version, its number, and `path` or `address` with what it is."""
Spot = tuple[str, int | None]
"""The address below the home, and the number of a current page."""
Row = tuple[int, int, str, str]
"""Number, home, path, address."""


@dataclass(frozen=True)
class Reached:
    """`page_id` is None where no current page is behind the address, such as one that leads on from where it was."""

    url: str
    page_id: int | None = None


def index_of(origin: Origin) -> str:
    """The address of all documentation, beside which the origin lies."""
    return (source_of(origin).base or "/docs/-/").rstrip("/").rpartition("/")[0] + "/"


def reached(places: Iterable[str], origin: Origin, known: KnownHomes | None = None) -> dict[str, Reached]:
    """By place, those that lead somewhere. Some queries for AT_ONCE places, of which most need three."""
    wanted, found = list(dict.fromkeys(places)), dict[str, Reached]()
    known = known or KnownHomes()
    for start in range(0, len(wanted), AT_ONCE):
        found |= _Search(wanted[start : start + AT_ONCE], origin, known).run()
    return found


class _Search:
    """Each step looks for what those before it did not find."""

    def __init__(self, places: list[str], origin: Origin, known_homes: KnownHomes) -> None:
        self.found: dict[str, Reached] = {}
        self.origin, self.known, self.index = origin, known_homes, index_of(origin)
        homes = known_homes.around(origin)
        here, github = homes[0], settings.GITHUB_WEB_URL
        names = {place: repository_of(place, here, github) for place in places}
        known = {home.repository.lower() for home in homes if home.repository}
        on_github = {names[place] for place in places if place.startswith(f"{github}/")} & known
        branches = default_branches(on_github) if on_github else {}
        self.guesses = {place: guesses(place, here, homes, branches.get(names[place]), github) for place in places}

    def run(self) -> dict[str, Reached]:
        self._pages()
        self._light_pages()
        self._former()
        self._at_addresses()
        return self.found

    def _left(self) -> dict[str, list[Guess]]:
        return {place: some for place, some in self.guesses.items() if place not in self.found and some}

    def _pages(self) -> None:
        """Current pages, and those of versions of the branch that the link stands in, which come first."""
        asked = [guess for some in self.guesses.values() for guess in some]
        at: dict[Key, Spot] = {}
        of_versions = _asked((guess for guess in asked if guess.home.is_version), "version")
        versions = {guess.home.id for guess in asked if guess.home.is_version}
        for row in _rows(VersionPage, of_versions and of_versions & self._are_open(versions), "version"):
            _note(at, True, row, None)
        current = _asked((guess for guess in asked if not guess.home.is_version), "doc_source")
        for row in _rows(DocPage, current and current & self.known.open_pages(self.origin), "doc_source"):
            _note(at, False, row, row[0])
        self._take(self.guesses, at)

    def _are_open(self, versions: Iterable[int]) -> Q:
        return self.known.open_light_pages(self.origin, self.known.sources_of(versions))

    def _light_pages(self) -> None:
        """An address below a source may be that of one of its versions."""
        wanted: dict[tuple[int, str, str], tuple[str, str]] = {}
        for place, some in self._left().items():
            for guess in some:
                version, _, rest = (guess.address or "").partition("/")
                if version and not guess.home.is_version:
                    wanted[guess.home.id, version, rest] = (place, f"{guess.home.base}{version}/{tail(rest)}")
        asked = _any(
            Q(version__doc_source=source, version__slug=slug, address__in=rests)
            for (source, slug), rests in _grouped(((source, slug), rest) for source, slug, rest in wanted).items()
        )
        fields = ("version__doc_source", "version__slug", "address")
        is_open = self.known.open_light_pages(self.origin, (source for source, _, _ in wanted)) if asked else Q()
        for row in VersionPage.objects.filter(asked, is_open).values_list(*fields) if asked else ():
            place, url = wanted[row]
            self.found[place] = Reached(url)

    def _former(self) -> None:
        """Files that were moved: readers find them where they lie now."""
        left = self._left()
        current = [guess for some in left.values() for guess in some if not guess.home.is_version]
        paths = _grouped((guess.home.id, path) for guess in current for path in guess.paths)
        asked = _any(Q(page__doc_source=home, path__in=some) for home, some in paths.items())
        fields = ("page__doc_source", "path", "page__address", "page")
        asked = asked and asked & self.known.open_pages(self.origin, "page__")
        rows = FormerPath.objects.filter(asked).values_list(*fields) if asked else ()
        self._take(left, {(False, home, "path", path): (address, page) for home, path, address, page in rows})

    def _take(self, some: Mapping[str, list[Guess]], at: Mapping[Key, Spot]) -> None:
        for place, its in some.items():
            if hit := next((hit for guess in its for hit in _hits(guess, at)), None):
                self.found[place] = hit

    def _at_addresses(self) -> None:
        """The list of all documentation, and addresses that lead on."""
        left = [place for place in self.guesses if place not in self.found and _is_of_site(place)]
        paths = {Redirect.normalise_path(place.removeprefix(SITE)): place for place in left}
        live = Q(redirect_page=None) | self.known.open_pages(self.origin, "redirect_page__") if paths else Q()
        rows = Redirect.objects.filter(live, old_path__in=sorted(paths)) if paths else Redirect.objects.none()
        for path in rows.values_list("old_path", flat=True) if paths else ():
            self.found[paths[path]] = Reached(paths[path].removeprefix(SITE))
        self.found |= {place: Reached(self.index) for place in left if place == f"{SITE}{self.index}"}


def _is_of_site(place: str) -> bool:
    """A redirect is found by its path alone, whatever stands before it."""
    return place.startswith(SITE) and is_site_path(place.removeprefix(SITE))


def _any(parts: Iterable[Q]) -> Q:
    found = Q()
    for part in parts:
        found |= part
    return found


def _grouped[K](pairs: Iterable[tuple[K, str]]) -> dict[K, list[str]]:
    found: dict[K, dict[str, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: list(values) for key, values in found.items()}


def _asked(some: Iterable[Guess], owner: str) -> Q:
    """One condition for each home, however many of its pages are meant."""
    known = list(some)
    paths = _grouped((guess.home.id, path) for guess in known for path in guess.paths)
    addresses = _grouped((guess.home.id, guess.address) for guess in known if guess.address is not None)
    return _any(
        Q(**{owner: home}) & (Q(source_path__in=paths.get(home, [])) | Q(address__in=addresses.get(home, [])))
        for home in {*paths, *addresses}
    )


def _rows(model: type[DocPage] | type[VersionPage], asked: Q, owner: str) -> Iterable[Row]:
    return model.objects.filter(asked).values_list("pk", owner, "source_path", "address") if asked else ()


def _note(at: dict[Key, Spot], is_version: bool, row: Row, page_id: int | None) -> None:
    _, home, path, address = row
    at[is_version, home, "address", address] = address, page_id
    if path:
        at[is_version, home, "path", path] = address, page_id


def _hits(guess: Guess, at: Mapping[Key, Spot]) -> Iterator[Reached]:
    home, names = guess.home, [("path", path) for path in guess.paths]
    for kind, name in names if guess.address is None else [("address", guess.address)]:
        if spot := at.get((home.is_version, home.id, kind, name)):
            yield Reached(home.base + tail(spot[0]), spot[1])
