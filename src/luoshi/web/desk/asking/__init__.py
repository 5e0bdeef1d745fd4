"""Questions of the office beyond the rhythm: composed, looked at before they are sent, followed and withdrawn."""
