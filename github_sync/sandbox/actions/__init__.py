"""What can happen, each with the webhooks that GitHub sends for it; REST, pages and control call these."""
