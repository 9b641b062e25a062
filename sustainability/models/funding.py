"""The funding ledger: who gives, what kind of money it is, what came in and went out, and what is left."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from common.errors import MainstayError
from common.money import currency_of, format_minor
from common.name_keys import NameKeyField, stored_key
from common.names import tidy_name
from sustainability.domain.periods import FIRST_YEAR, LAST_YEAR


def validate_currency(code: str) -> None:
    try:
        currency_of(code)
    except MainstayError as error:
        raise ValidationError(str(error)) from error


def _shown(minor: int | None, code: str) -> str:
    """In words that never fail: a form that is being corrected may hold no amount, or a currency that nobody knows."""
    try:
        return "no amount" if minor is None else format_minor(minor, code)
    except MainstayError:
        return f"{minor} smallest units of {code or 'an unknown currency'}"


CURRENCY_SHAPE = r"^[A-Z]{3}$"
FIRST_DAY, LAST_DAY = datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)


def validate_day(day: datetime.date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(f"The year {day.year} cannot be right: years go from {FIRST_YEAR} to {LAST_YEAR}.")


def within_years(*names: str) -> Q:
    """Each of these dates is empty or within the years that figures can be computed for."""
    found = Q()
    for name in names:
        found &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (FIRST_DAY, LAST_DAY)})
    return found


NO_DIFFERENCE = "spaces, capital letters and what is not visible make no other name."


class Funder(models.Model):
    class Kind(models.TextChoices):
        COMPANY = "company", "Company"
        NONPROFIT = "nonprofit", "Association or non-profit"
        FOUNDATION = "foundation", "Foundation"
        GOVERNMENT = "government", "Government"
        INDIVIDUAL = "individual", "Individual"

    name = models.CharField(max_length=200, unique=True)
    name_key = NameKeyField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COMPANY)
    group = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="members",
        help_text="The group this funder belongs to; figures count it as its group.",
    )
    website = models.URLField(max_length=500, blank=True)
    is_anonymous = models.BooleanField(default=False, help_text="Shown as “Anonymous” on public pages.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(group__isnull=True) | ~Q(group=F("id")), name="funder_not_own_group")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = tidy_name(self.name)
        if twin := Funder.objects.exclude(pk=self.pk).filter(name_key=stored_key(self.name)).first():
            raise ValidationError({"name": f"“{twin}” is there already; {NO_DIFFERENCE}"})
        above, seen = self.group, {self.pk}
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"group": "A funder cannot belong to itself, not even through another group."})
            seen.add(above.pk)
            above = above.group


class FundingSource(models.Model):
    """One stream of money or help, such as “Hosting subscriptions”; its class decides where it is counted."""

    class FundingClass(models.TextChoices):
        CUSTOMER = "customer", "Customers: subscriptions, hosting, support, training"
        COMMUNITY = "community", "Community: members, donors, sponsors, partners"
        PHILANTHROPIC = "philanthropic", "Philanthropic: foundations, pooled funds"
        PUBLIC = "public", "Public: government"
        INVESTMENT = "investment", "Investment: equity, loans, the owner"
        IN_KIND = "in_kind", "In kind: help that is not money"

    name = models.CharField(max_length=200)
    name_key = NameKeyField()
    funder = models.ForeignKey(Funder, null=True, blank=True, on_delete=models.PROTECT, related_name="sources")
    funding_class = models.CharField(max_length=20, choices=FundingClass)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name_key", "funder", "funding_class"], name="funding_source_one_name"),
            models.UniqueConstraint(
                fields=["name_key", "funding_class"],
                condition=Q(funder__isnull=True),
                name="funding_source_one_bare_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.funder})" if self.funder_id else self.name

    def clean(self) -> None:
        self.name = tidy_name(self.name)
        twins = FundingSource.objects.exclude(pk=self.pk).filter(name_key=stored_key(self.name))
        if twin := twins.filter(funder=self.funder, funding_class=self.funding_class).first():
            raise ValidationError({"name": f"“{twin}” is there already; {NO_DIFFERENCE}"})


class Entry(models.Model):
    """One payment or agreement; `amount_minor` is the whole of it, spread over its service period where it has one."""

    class Kind(models.TextChoices):
        INCOME = "income", "Income"
        EXPENSE = "expense", "Expense"

    class Recurrence(models.TextChoices):
        ONE_TIME = "one_time", "One time"
        MONTHLY = "monthly", "Monthly"
        YEARLY = "yearly", "Yearly"

    kind = models.CharField(max_length=10, choices=Kind)
    source = models.ForeignKey(FundingSource, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    category = models.CharField(max_length=200, blank=True, help_text="What an expense was for, such as “Hosting”.")
    description = models.CharField(max_length=500, blank=True)
    occurred_on = models.DateField(validators=[validate_day], help_text="The day the money came or went.")
    amount_minor = models.BigIntegerField(
        "amount", validators=[MinValueValidator(1)], help_text="The whole of it, such as 1250.50; never negative."
    )
    currency = models.CharField(max_length=3, validators=[validate_currency])
    period_start = models.DateField(
        null=True, blank=True, validators=[validate_day], help_text="First day of the service period."
    )
    period_end = models.DateField(
        null=True, blank=True, validators=[validate_day], help_text="Last day of the service period."
    )
    recurrence = models.CharField(max_length=10, choices=Recurrence, default=Recurrence.ONE_TIME)
    is_restricted = models.BooleanField(default=False, help_text="Its giver tied it to a purpose.")
    purpose = models.CharField(max_length=300, blank=True)
    external_id = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    content_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-occurred_on", "-id"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["kind", "occurred_on"], name="entry_kind_idx")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="entry_amount_positive"),
            models.CheckConstraint(condition=Q(currency__regex=CURRENCY_SHAPE), name="entry_currency_shape"),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True, period_end__isnull=True)
                | Q(period_start__isnull=False, period_end__isnull=False, period_start__lte=F("period_end")),
                name="entry_period_in_order",
            ),
            models.CheckConstraint(condition=Q(kind="expense") | Q(source__isnull=False), name="entry_income_source"),
            models.CheckConstraint(condition=Q(kind__in=["income", "expense"]), name="entry_kind_known"),
            models.CheckConstraint(
                condition=within_years("occurred_on", "period_start", "period_end"), name="entry_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} on {self.occurred_on}"

    @property
    def amount(self) -> str:
        return _shown(self.amount_minor, self.currency)

    def clean(self) -> None:
        self.category, self.description = tidy_name(self.category), tidy_name(self.description)
        self.currency = (self.currency or "").upper()
        if (self.period_start is None) != (self.period_end is None):
            raise ValidationError("A service period has a first and a last day; give both or none.")
        if self.period_start and self.period_end and self.period_start > self.period_end:
            raise ValidationError({"period_end": "The last day of the period is before its first day."})
        if self.kind == self.Kind.INCOME and self.source_id is None:
            raise ValidationError({"source": "Say where this income comes from."})


class Reserve(models.Model):
    """What an account held on one day, free and restricted in one row; a closed one has a last statement of nothing."""

    account = models.CharField(max_length=200)
    account_key = NameKeyField(of="account")
    as_of = models.DateField(default=datetime.date.today, validators=[validate_day])
    unrestricted_minor = models.BigIntegerField("free", default=0, validators=[MinValueValidator(0)])
    restricted_minor = models.BigIntegerField("restricted", default=0, validators=[MinValueValidator(0)])
    currency = models.CharField(max_length=3, validators=[validate_currency])
    content_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-as_of", "account"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unrestricted_minor__gte=0, restricted_minor__gte=0), name="reserve_not_negative"
            ),
            models.CheckConstraint(condition=Q(currency__regex=CURRENCY_SHAPE), name="reserve_currency_shape"),
            models.CheckConstraint(condition=within_years("as_of"), name="reserve_years"),
            models.UniqueConstraint(fields=["account_key", "currency", "as_of"], name="reserve_one_a_day_and_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account} on {self.as_of}"

    def clean(self) -> None:
        self.account, self.currency = tidy_name(self.account or ""), (self.currency or "").upper()
        same = Reserve.objects.exclude(pk=self.pk).filter(account_key=stored_key(self.account))
        if self.as_of and same.filter(currency=self.currency, as_of=self.as_of).exists():
            raise ValidationError("This account has a statement for that day and currency already.")

    @property
    def unrestricted(self) -> str:
        return _shown(self.unrestricted_minor, self.currency)

    @property
    def restricted(self) -> str:
        return _shown(self.restricted_minor, self.currency)


class ExchangeRate(models.Model):
    """One unit of `currency` was worth `rate` units of `into` from that day on, until a later rate."""

    currency = models.CharField(max_length=3, validators=[validate_currency])
    into = models.CharField(max_length=3, validators=[validate_currency])
    on = models.DateField(validators=[validate_day])
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    origin = models.CharField(max_length=200, blank=True, help_text="Where the rate is from, such as a central bank.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["currency", "into", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "into", "on"], name="exchange_rate_unique"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_positive"),
            models.CheckConstraint(
                condition=Q(currency__regex=CURRENCY_SHAPE, into__regex=CURRENCY_SHAPE),
                name="exchange_rate_currency_shape",
            ),
            models.CheckConstraint(condition=within_years("on"), name="exchange_rate_years"),
            models.CheckConstraint(condition=~Q(currency=F("into")), name="exchange_rate_two_currencies"),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate.normalize():f} {self.into} from {self.on}"

    def clean(self) -> None:
        self.currency, self.into = (self.currency or "").upper(), (self.into or "").upper()
        if self.currency and self.currency == self.into:
            raise ValidationError({"into": "A rate is between two currencies; this is the same one twice."})
        if self.rate is not None and self.rate <= 0:
            raise ValidationError({"rate": "A rate is above 0."})
