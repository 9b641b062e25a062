"""How often a stranger may try a password or cause a mail: `amount/period/who`, by address (`ip`), account or mail
address (`key`), and signed-in person (`user`).

django-allauth counts; an address is a /64 network where it is IPv6.
"""

RATE_LIMITS = {
    "login": "30/m/ip,300/h/ip",
    "login_failed": "10/m/ip,60/h/ip,5/5m/key",
    "signup": "20/m/ip,200/d/ip",
    "reset_password": "10/m/ip,60/h/ip,3/10m/key,10/d/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user,30/h/user",
    "manage_email": "10/m/user,30/d/user",
    "confirm_email": "1/3m/key",
    "view_password": "10/m/ip,60/h/ip,200/h/key",
    "mail": "6/h/key,20/d/key",
}
