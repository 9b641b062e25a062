# ruff: noqa: E501 (a table reads best with one metric a line)
"""Every metric: what it is called, how it is computed, and on which rows it rests."""

from collections.abc import Callable
from dataclasses import dataclass

from sustainability.domain import community, flow, money, scenarios
from sustainability.domain.answers import Answer

MONEY, WORK, FLOW = "money", "work", "flow"


@dataclass(frozen=True)
class Metric:
    """`families` name the rows that `compute` takes, in its order. `style` says how to show the value."""

    name: str
    title: str
    topic: str
    families: tuple[str, ...]
    compute: Callable[..., Answer]
    definition: str
    formula: str
    style: str = "count"


_ALL = (
    Metric("total_income", "Cash income", MONEY, ("income",), money.total_income, "All money that belongs to the window. An agreement for a service period is income of its months, not of the day the money came.", "Σ amount × months of its period in the window ÷ months of its period", "money"),
    Metric("funding_mix", "Funding mix", MONEY, ("income",), money.funding_mix, "Cash income by class; recurring, one-time and restricted within each. In-kind help is never in it.", "income of the class ÷ cash income", "mix"),
    Metric("in_kind_help", "Help in kind", MONEY, ("in_kind",), money.in_kind_help, "Help that is not money, such as servers or advice, at the value its giver put on it. It stands beside the cash and is in no other figure.", "Σ value × months of its period in the window ÷ months of its period", "money"),
    Metric("community_and_customer_funded_share", "From community and customers", MONEY, ("income",), money.community_and_customer_share, "The share of cash income that comes from customers and the community.", "(customer + community) ÷ cash income", "percent"),
    Metric("herfindahl_hirschman_index", "Concentration by funder", MONEY, ("income",), money.herfindahl_by_funder, "The Herfindahl–Hirschman index over funders: 1 where one gives all, 1/N where N give the same. A funder that belongs to a group counts as its group. It differs by level (Chikoto, Ling and Neely 2016), so the one by class stands beside it.", "Σ sᵢ²; normalized (H − 1/N) ÷ (1 − 1/N); effective 1 ÷ H", "index"),
    Metric("herfindahl_hirschman_index_by_class", "Concentration by class", MONEY, ("income",), money.herfindahl_by_class, "The same index over the classes of income.", "Σ sᵢ² over classes", "index"),
    Metric("effective_funders", "Effective funders", MONEY, ("income",), money.effective_funders, "How many funders of equal size would give the same concentration.", "1 ÷ Σ sᵢ²", "decimal"),
    Metric("top_1_share", "Largest funder", MONEY, ("income",), money.top_1_share, "The share of the largest funder in cash income with a known funder.", "largest ÷ total", "percent"),
    Metric("top_3_share", "Three largest funders", MONEY, ("income",), money.top_3_share, "The share of the three largest funders in cash income with a known funder.", "three largest ÷ total", "percent"),
    Metric("funder_absence_factor", "Funders that give half", MONEY, ("income",), money.funder_absence_factor, "The smallest number of funders that together give at least the threshold of income.", "smallest k with the sum of the k largest ≥ threshold × total"),
    Metric("monthly_recurring_income", "Monthly recurring income", MONEY, ("position",), money.monthly_recurring_income, "What recurs, as of the last day of the window: monthly ones, and a twelfth of yearly ones; one-time income is excluded. A payment for a period of N months counts with a N-th. Each agreement counts once, by its latest payment. A monthly one whose latest payment ended less than 31 days before that day is carried forward, since the next may not be booked yet; their number is told as carried forward.", "Σ monthly + Σ yearly ÷ 12", "money"),
    Metric("mean_monthly_expense", "Mean monthly expense", MONEY, ("position",), money.mean_monthly_expense, "Cash expense of the last 12 months of the window, spread over service periods; in kind is out. Where the books are younger, it is divided by the months since the month of the first recorded expense.", "Σ cash expense ÷ months with books, at most 12", "money"),
    Metric("recurring_cover", "Recurring cover", MONEY, ("position",), money.recurring_cover, "How much of a mean month's expense recurring income pays.", "monthly recurring income ÷ mean monthly expense", "percent"),
    Metric("reserve_months", "Reserves", MONEY, ("position",), money.reserve_months, "How long the free reserves would last with no income at all. Restricted money and in-kind help are out. Of each account the latest statement counts.", "unrestricted liquid reserves ÷ mean monthly expense", "months"),
    Metric("runway", "Runway", MONEY, ("position",), money.runway_months, "How long the free reserves last if only recurring income goes on. “Covered” where recurring income meets the mean expense.", "unrestricted liquid reserves ÷ max(0, mean monthly expense − monthly recurring income)", "months"),
    Metric("renewal_rate", "Renewed", MONEY, ("renewals",), money.renewal_rate, "Of recurring agreements that came up in the window, the share of their value a year that went on within 90 days. An agreement is its run of payments, so a monthly one comes up only where it stops. Each is matched with one follower: same source and description first, then same source of a known funder, whatever the recurrence; what ran beside it long before its end is no renewal.", "value renewed ÷ value up for renewal", "percent"),
    Metric("scenarios", "Scenarios", MONEY, ("income", "position", "work"), scenarios.scenarios, "Every money figure except renewals, recomputed without the largest funder, without the largest class, and with all recurring income 20 % lower; and the work figures without the two people who contribute most. What each case takes away is named.", "each figure by its own formula, on the rows that are left", "table"),
    Metric("active_contributors", "Contributors", WORK, ("work",), community.active_contributors, "People with at least one credited contribution in the window.", "count of people"),
    Metric("new_contributors", "Newcomers", WORK, ("newcomers",), community.new_contributors, "People whose first contribution of any kind falls in the window; by kind in the detail.", "count of people whose first contribution is in the window"),
    Metric("contributor_absence_factor", "People who do half the work", WORK, ("work",), community.contributor_absence_factor, "The smallest number of people who made at least the threshold of all contributions (CHAOSS). Bots and unattributed work leave numerator and denominator.", "smallest k with the sum of the k largest ≥ threshold × total"),
    Metric("elephant_factor", "Organizations that do half the work", WORK, ("work",), community.elephant_factor, "The same over organizations (CHAOSS), by the affiliation on the day of the work.", "smallest k with the sum of the k largest ≥ threshold × total"),
    Metric("organizational_diversity", "Largest organization", WORK, ("work",), community.organizational_diversity, "The share of the largest organization in the work with a known organization.", "largest ÷ total", "percent"),
    Metric("retention", "Still here a quarter later", WORK, ("people",), community.retention, "Of the people whose first contribution fell in a quarter, the share that contributed in the next one, over all cohorts since the first whose next quarter is over by the end of the window. The table has R(n) by cohort.", "Σ people of q active in q + 1 ÷ Σ people of q", "percent"),
    Metric("returning_newcomers", "Newcomers who came back", WORK, ("people",), community.returning_newcomers, "Of the newcomers of the window, the share with a second contribution within 90 days of the first. Those still inside their 90 days are left out.", "returned ÷ newcomers whose 90 days are over", "percent"),
    Metric("drifting_contributors", "Drifting", WORK, ("people",), community.drifting_contributors, "People whose last contribution is at least 6 and less than 18 months before the end of the window.", "count of people"),
    Metric("away_contributors", "Away", WORK, ("people",), community.away_contributors, "People whose last contribution is 18 months or longer before the end of the window.", "count of people"),
    Metric("labor_investment", "Value of the work", WORK, ("work",), community.labor_investment, "An estimate: contributions by kind, times hours for the kind, times what an hour is worth. In kind, never added to cash. Both tables are among the parameters.", "Σ count × hours of the kind × hourly rate", "money"),
    Metric("time_to_first_response", "Time to first response", FLOW, ("threads",), flow.time_to_first_response, "First comment, review or close by a human other than the author, minus creation (of what began as a draft: minus the moment it was marked ready), of issues and pull requests opened in the window. Robots, and another account of the same person, answer nobody; a draft asks for no answer. What is still unanswered counts with its present age (as of the time below), or with its age when it was closed. Median and 90th percentile, interpolated.", "median of (first response or now − asking)", "hours"),
    Metric("change_request_closure_ratio", "Pull requests closed", FLOW, ("changes",), flow.change_request_closure_ratio, "Of the pull requests open at any time in the window, the share closed in it, merged or not.", "closed in the window ÷ open at any time during it", "percent"),
    Metric("change_request_acceptance_ratio", "Pull requests merged", FLOW, ("changes",), flow.change_request_acceptance_ratio, "Of the pull requests closed in the window, the share that was accepted: merged, or closed because a commit that names it brought it in.", "(merged + landed) ÷ closed", "percent"),
    Metric("review_duration", "Time to first review", FLOW, ("changes",), flow.review_duration, "From opening (of what began as a draft: from its being ready) to the first review by another human, of pull requests whose first review falls in the window. The detail has the time to close, of those closed in it.", "median of (first review − asking)", "hours"),
    Metric("self_merge_rate", "Merged by the author, unapproved", FLOW, ("changes",), flow.self_merge_rate, "Merged by the author with no approving review by another human. A person's other account is the same person. Where author or merger is a deleted account it is left out.", "self-merged ÷ merged", "percent"),
    Metric("merged_without_review", "Merged with no review by another", FLOW, ("changes",), flow.merged_without_review, "Merged, whoever merged it, with no review of any kind by a human other than the author before the merge. Where the author is a deleted account it is left out.", "merged without a review by another ÷ merged", "percent"),
    Metric("release_frequency", "Releases", FLOW, ("releases",), flow.release_frequency, "Releases published in the window, pre-releases included; their number is in the detail.", "count of releases"),
    Metric("issue_age", "Age of open issues", FLOW, ("open_issues",), flow.issue_age, "Median age of issues open at the end of the window, or now where that is earlier; 90th percentile in the detail.", "median of (as of − creation)", "days"),
    Metric("conversion", "From talk to merged change", FLOW, ("funnel",), flow.conversion_rate, "Of the people who opened an issue, commented or reviewed in the window (D1), the share that also had a change merged in it (D2). A person's accounts count once; an account of nobody known stands for itself.", "people in D1 and D2 ÷ people in D1", "percent"),
)  # fmt: skip
METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
