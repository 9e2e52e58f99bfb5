"""What we say to openIMIS: GraphQL documents, always with variables, so that no text of a person is ever part of one."""

from typing import Final

__all__ = ["COMMENT", "COMMENTS", "CREATE", "HISTORY", "LOGIN", "LOGS", "REOPEN", "RESOLVE", "TICKETS", "UPDATE"]

LOGIN: Final = """
mutation login($username: String!, $password: String!) {
  tokenAuth(username: $username, password: $password) { token }
}"""


def _mutation(field: str, kind: str) -> str:
    return f"mutation {field}($input: {kind}!) {{ {field}(input: $input) {{ clientMutationId internalId }} }}"


CREATE: Final = _mutation("createTicket", "CreateTicketMutationInput")
UPDATE: Final = _mutation("updateTicket", "UpdateTicketMutationInput")
REOPEN: Final = _mutation("reopenTicket", "ReopenTicketMutationInput")
COMMENT: Final = _mutation("createComment", "CreateCommentMutationInput")
RESOLVE: Final = _mutation("resolveGrievanceByComment", "ResolveGrievanceByCommentMutationInput")

_PAGE = "pageInfo { hasNextPage endCursor }"

LOGS: Final = f"""
query mutationLogs($label: String, $after: String) {{
  mutationLogs(clientMutationLabel: $label, orderBy: ["requestDateTime"], first: 100, after: $after) {{
    edges {{ node {{ clientMutationId status error }} }} {_PAGE}
  }}
}}"""

TICKETS: Final = f"""
query tickets($key: String, $prefix: String, $after: String) {{
  tickets(key: $key, key_Istartswith: $prefix, orderBy: ["-dateUpdated"], first: 100, after: $after) {{
    edges {{ node {{ id key dateUpdated }} }} {_PAGE}
  }}
}}"""

HISTORY: Final = f"""
query history($key: String, $after: String) {{
  tickets(key: $key, showHistory: true, orderBy: ["version"], first: 100, after: $after) {{
    edges {{ node {{ version status dateUpdated userUpdated {{ username }} }} }} {_PAGE}
  }}
}}"""

COMMENTS: Final = f"""
query comments($key: String, $start: String, $after: String) {{
  comments(ticket_Key: $key, comment_Istartswith: $start, orderBy: ["dateCreated"], first: 100, after: $after) {{
    edges {{ node {{ id comment isResolution dateCreated userCreated {{ username }} }} }} {_PAGE}
  }}
}}"""

RECENT: Final = f"""
query recent($prefix: String, $after: String) {{
  comments(ticket_Key_Istartswith: $prefix, orderBy: ["-dateCreated"], first: 100, after: $after) {{
    edges {{ node {{ dateCreated ticket {{ key }} }} }} {_PAGE}
  }}
}}"""
