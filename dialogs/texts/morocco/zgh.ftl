### review: pending
### What the counter says in Morocco otherwise than zgh.ftl. Rules and budgets: docs/translate.md

language-ask = لغة / Langue
