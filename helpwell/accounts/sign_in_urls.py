"""Signing in and out, under the names allauth knows; what makes no sense here has no address."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from helpwell.accounts.views.signing_in import closed_sign_up, forgotten, rejecting, sign_in

to_profile = RedirectView.as_view(pattern_name="accounts:me")

urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", closed_sign_up, name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", rejecting(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", rejecting(account.password_change), name="account_change_password"),
    path("password/set/", rejecting(account.password_set), name="account_set_password"),
    path("password/reset/", forgotten, name="account_reset_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        rejecting(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", to_profile, name="account_reset_password_from_key_done"),
    path("2fa/", to_profile, name="mfa_index"),
    path("2fa/authenticate/", rejecting(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", rejecting(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", rejecting(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", rejecting(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/generate/",
        rejecting(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", to_profile, name="mfa_list_webauthn"),
    path("passkeys/add/", rejecting(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "passkeys/reauthenticate/",
        rejecting(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/edit/", rejecting(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]
