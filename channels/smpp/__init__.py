"""SMPP 3.4: one connection to an operator for SMS both ways, delivery receipts and USSD."""
