"""Addresses of people, accounts and sign-in. allauth's own list of addresses is not included: what is not here is
closed."""

from django.urls import path, re_path

from passerelle.people.views import account, desk, factors, issuer, own_data, sign_in

# Without a language: an issuer knows one address to send people back to.
bare_urlpatterns = [path("sign-in/with/back/", issuer.back, name="issuer_back")]

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.ask_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", sign_in.give_code, name="account_confirm_login_code"),
    path("sign-in/password/", sign_in.ask_new_password, name="account_reset_password"),
    path("sign-in/password/sent/", sign_in.asked_new_password, name="account_reset_password_done"),
    path("sign-in/password/set/", sign_in.new_password_set, name="account_reset_password_from_key_done"),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.set_new_password,
        name="account_reset_password_from_key",
    ),
    path("sign-in/passkey/", sign_in.enter_by_passkey, name="mfa_login_webauthn"),
    path("sign-in/second/", sign_in.second_step, name="mfa_authenticate"),
    path("sign-in/again/", sign_in.again, name="account_reauthenticate"),
    path("sign-in/again/app/", sign_in.again_by_app, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", sign_in.again_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("sign-in/with/", issuer.go, name="issuer_go"),
    path("sign-in/closed/", sign_in.inactive, name="account_inactive"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("recovery/", sign_in.recover, name="recovery"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="account_change_password"),
    path("account/codes/", account.print_codes, name="account_codes"),
    path("account/factors/", factors.mine, name="account_factors"),
    path("account/factors/passkey/", factors.add_passkey, name="account_add_passkey"),
    path("account/factors/app/", factors.add_app, name="account_add_app"),
    path("account/factors/<int:factor>/remove/", factors.remove, name="account_remove_factor"),
    path("account/factors/tie/", issuer.tie, name="issuer_tie"),
    path("account/factors/untie/", issuer.untie, name="issuer_untie"),
    path("account/sessions/", account.sessions, name="account_sessions"),
    path("account/data/", own_data.from_account, name="account_own_data"),
    re_path(r"^account/data\.(?P<kind>json|zip)$", account.own_portrait, name="account_data"),
    path("your-data/", own_data.your_data, name="your_data"),
    re_path(r"^your-data/data\.(?P<kind>json|zip)$", own_data.download, name="your_data_download"),
    path("your-data/withdraw/", own_data.withdraw, name="your_data_withdraw"),
    path("your-data/erase/", own_data.erase, name="your_data_erase"),
    path("your-data/leave/", own_data.leave, name="your_data_leave"),
    path("desk/people/", desk.people, name="desk_people"),
    re_path(r"^desk/people\.(?P<table>csv|xlsx)$", desk.people_table, name="desk_people_table"),
    path("desk/people/<str:code>/", desk.person, name="desk_person"),
    path("desk/people/<str:code>/change/", desk.change, name="desk_person_change"),
    path("desk/people/<str:code>/consent/", desk.consent, name="desk_person_consent"),
    path("desk/people/<str:code>/access-code/", desk.access_code, name="desk_person_access_code"),
    path("desk/people/<str:code>/proof/", desk.reprove, name="desk_person_reprove"),
    path("desk/people/<str:code>/factors/", desk.reset_factors, name="desk_person_factors"),
    re_path(
        r"^desk/people/(?P<code>[^/]+)/data\.(?P<kind>json|zip)$", desk.take_home, name="desk_person_data"
    ),
    path("desk/people/<str:code>/erase/", desk.erase, name="desk_person_erase"),
]
