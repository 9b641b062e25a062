"""Kinds of money, and the words readers see for them."""

CUSTOMER, COMMUNITY, PHILANTHROPIC = "customer", "community", "philanthropic"
PUBLIC, INVESTMENT, IN_KIND = "public", "investment", "in_kind"
CLASS_LABELS = {
    CUSTOMER: "Customers",
    COMMUNITY: "Community",
    PHILANTHROPIC: "Foundations",
    PUBLIC: "Public funds",
    INVESTMENT: "Investment",
    IN_KIND: "In kind",
}
COMMUNITY_AND_CUSTOMER = (CUSTOMER, COMMUNITY)
ONE_TIME, MONTHLY, YEARLY = "one_time", "monthly", "yearly"
RECURRENCES = (ONE_TIME, MONTHLY, YEARLY)
