"""How dates and numbers are typed and shown: dd/mm/yyyy in both languages.

Django's own `vi` and `en` read 05/11/2026 as 11 May.
"""
