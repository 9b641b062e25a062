"""What comes twice: real gifts that are equal, files that are imported again, and what was taken out here."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from common.models import AuditEntry
from sustainability.models import Entry, FundingImport, FundingSource, RemovedRow, Reserve
from sustainability.services.csv_format import HEADER, parse
from sustainability.services.importing import LEAVE_OUT, Choices, import_funding, preview_funding
from sustainability.services.row_keys import former_hash

pytestmark = pytest.mark.django_db
HEAD = ",".join(HEADER) + "\n"
GIFT = "2026-03-01,income,,community,Donations,Guest donation,5.00,EUR,,,,\n"
ANJA = "2026-03-02,income,Anja Ahl,community,Donations,,20.00,EUR,,,,\n"
BANK = "2026-03-31,reserve,,,Bank,,100.00,EUR,,,,no\n"


@pytest.fixture
def operator(client, make_user):
    user = make_user("olga")
    user.is_superuser = user.is_staff = True
    user.save()
    client.force_login(user)
    return client


def take(text, **choices):
    return import_funding(text=HEAD + text, actor=None, file_name="a.csv", choices=Choices(**choices))


def total():
    return sum(Entry.objects.values_list("amount_minor", flat=True))


def test_equal_gifts_are_counted_each_and_once():
    assert take(GIFT * 3 + ANJA).added == 4
    assert total() == 3_500
    assert take(GIFT * 3 + ANJA).added == 0
    assert take(GIFT * 4).added == 1
    assert total() == 4_000


def test_the_command_says_which_rows_are_equal(tmp_path, capsys):
    file = tmp_path / "gifts.csv"
    file.write_text(HEAD + GIFT * 3 + ANJA)
    call_command("import_funding", str(file))
    said = capsys.readouterr().out
    assert "4 added, 0 known already, 2 repeated in the file" in said
    assert "Row 4 is equal to row 2." in said
    assert total() == 3_500


def test_what_was_left_out_as_said_twice_stays_out():
    assert take(GIFT * 3, repeats=LEAVE_OUT).added == 1
    again = take(GIFT * 3)
    assert (again.added, [one.number for one in again.deleted]) == (0, [3, 4])
    assert take(GIFT * 3, again=None).added == 2
    assert (total(), RemovedRow.objects.count()) == (1_500, 0)


def test_the_preview_asks_what_equal_rows_are(operator):
    file = SimpleUploadedFile("gifts.csv", (HEAD + GIFT * 3 + ANJA).encode())
    path = operator.post("/admin/funding-import/", {"file": file}).url
    assert "Are these payments of their own, or were they said twice?" in operator.get(path).content.decode()
    answer = operator.post(f"{path}confirm/", {})
    assert answer.status_code == 422
    assert "Say what they are; nothing was added yet." in answer.content.decode()
    assert not Entry.objects.exists()
    operator.post(f"{path}confirm/", {"repeats": "add"})
    assert total() == 3_500


def test_a_deleted_entry_does_not_come_back_unasked(operator):
    take(ANJA + GIFT)
    entry = Entry.objects.get(amount_minor=2_000)
    assert operator.post(f"/admin/funding_entries/delete/{entry.pk}/").status_code == 302
    found = take(ANJA + GIFT)
    assert (found.added, [one.number for one in found.deleted], total()) == (0, [2], 500)
    removed = RemovedRow.objects.get()
    assert removed.removed_by.username == "olga"
    assert "€20.00" in removed.words
    assert AuditEntry.objects.filter(action="sustainability.remove_row").exists()


def test_a_deleted_entry_comes_back_where_somebody_says_so(operator):
    take(ANJA + GIFT)
    operator.post(f"/admin/funding_entries/delete/{Entry.objects.get(amount_minor=2_000).pk}/")
    file = SimpleUploadedFile("gifts.csv", (HEAD + ANJA + GIFT).encode())
    path = operator.post("/admin/funding-import/", {"file": file}).url
    assert "was deleted here on" in operator.get(path).content.decode()
    operator.post(f"{path}confirm/", {"again": "2"})
    assert (total(), RemovedRow.objects.count()) == (2_500, 0)
    assert take(ANJA + GIFT).added == 0


def test_one_of_three_equal_gifts_is_deleted(operator):
    take(GIFT * 3)
    operator.post(f"/admin/funding_entries/delete/{Entry.objects.order_by('pk')[1].pk}/")
    assert (take(GIFT * 3).added, total()) == (0, 1_000)


def test_an_entry_written_by_hand_and_deleted_stays_out_too(operator):
    source = FundingSource.objects.create(name="Donations", funding_class="community")
    entry = Entry.objects.create(
        kind="income", source=source, description="Guest donation", occurred_on="2026-03-01", amount_minor=500,
        currency="EUR",
    )  # fmt: skip
    operator.post(f"/admin/funding_entries/delete/{entry.pk}/")
    assert (take(GIFT).added, Entry.objects.count()) == (0, 0)


def test_a_row_like_an_entry_written_by_hand_is_to_be_looked_at():
    source = FundingSource.objects.create(name="Donations", funding_class="community")
    Entry.objects.create(
        kind="income", source=source, description="Guest donation", occurred_on="2026-03-01", amount_minor=500,
        currency="EUR",
    )  # fmt: skip
    assert preview_funding(HEAD + GIFT).suspects == [(2, "says the same as an entry of 2026-03-01, €5.00")]


def test_a_deleted_statement_does_not_come_back(operator):
    take(BANK)
    operator.post(f"/admin/reserves/delete/{Reserve.objects.get().pk}/")
    assert (take(BANK).added, Reserve.objects.count()) == (0, 0)
    assert (take(BANK, again=None).added, Reserve.objects.count()) == (1, 1)


def test_a_file_imported_before_names_were_compared_adds_nothing():
    take(ANJA + GIFT)
    for _, row in parse(HEAD + ANJA + GIFT)[0]:
        Entry.objects.filter(content_hash=row.content_hash).update(content_hash=min(row.former_hashes))
    assert former_hash(1) not in Entry.objects.values_list("content_hash", flat=True)
    again = take(ANJA + GIFT * 2, repeats=LEAVE_OUT)
    assert (again.added, len(again.known), again.repeated) == (0, 2, [(4, 3)])


def test_another_spelling_of_a_name_makes_no_other_entry():
    take(ANJA)
    for spelled in ("ANJA  AHL", "Anja\u200b Ahl", "Anja Ahl\u00a0"):
        assert take(ANJA.replace("Anja Ahl", spelled)).added == 0


def test_a_file_taken_in_part_waits_in_the_list(operator):
    file = SimpleUploadedFile("gifts.csv", (HEAD + ANJA + GIFT.replace("5.00", "5,x")).encode())
    path = operator.post("/admin/funding-import/", {"file": file}).url
    operator.post(f"{path}confirm/", {})
    assert not Entry.objects.exists()
    operator.post(f"{path}confirm/", {"only_good": "1"})
    assert total() == 2_000
    assert FundingImport.objects.values_list("added", "imported_at").get() == (1, None)
    assert "1 row added, the rest waits" in operator.get("/admin/funding-import/").content.decode()
    operator.post(f"{path}confirm/", {"only_good": "1"})
    assert total() == 2_000
