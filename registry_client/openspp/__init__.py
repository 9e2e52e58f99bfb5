"""OpenSPP: tickets of its grievance module, over Odoo's JSON-RPC."""
