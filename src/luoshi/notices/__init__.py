"""The outbox: messages to accounts, how each was delivered, and on which days a county sends none."""
