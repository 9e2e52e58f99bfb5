### review: pending
### What the counter says in Morocco otherwise than zgh-Latn.ftl. Rules and budgets: docs/translate.md

language-ask = لغة / Langue
    .encoding = auto
