"""The writers' desk: the admin's screens of what waits for those who look after documentation."""
