"""What we say to openIMIS is GraphQL that its schema takes (an outside library judges), and long texts lose no word."""

import graphql
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry_client.openimis import documents
from registry_client.openimis.mirror import LONGEST, parts

# As graphene-django makes it of openIMIS's models, as far as we use it.
SCHEMA = graphql.build_schema("""
scalar DateTime
scalar Date
scalar UUID
interface Node { id: ID! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type User { id: ID! username: String! }
type Ticket implements Node { id: ID! key: String version: Int! status: String dateUpdated: DateTime userUpdated: User! }
type Comment implements Node {
  id: ID! comment: String! isResolution: Boolean! dateCreated: DateTime userCreated: User! ticket: Ticket!
}
type MutationLog implements Node { id: ID! clientMutationId: String clientMutationLabel: String status: Int error: String }
type TicketEdge { node: Ticket cursor: String! }
type CommentEdge { node: Comment cursor: String! }
type MutationLogEdge { node: MutationLog cursor: String! }
type TicketConnection { edges: [TicketEdge]! pageInfo: PageInfo! }
type CommentConnection { edges: [CommentEdge]! pageInfo: PageInfo! }
type MutationLogConnection { edges: [MutationLogEdge]! pageInfo: PageInfo! }
type Query {
  tickets(orderBy: [String] showHistory: Boolean clientMutationId: String first: Int after: String
          key: String key_Istartswith: String): TicketConnection
  comments(orderBy: [String] first: Int after: String ticket_Key: String ticket_Key_Istartswith: String
           comment_Istartswith: String): CommentConnection
  mutationLogs(orderBy: [String] first: Int after: String clientMutationId: String clientMutationLabel: String):
    MutationLogConnection
}
enum TicketStatusEnum { RECEIVED OPEN IN_PROGRESS RESOLVED CLOSED }
input CreateTicketMutationInput {
  key: String title: String description: String dateOfIncident: Date status: TicketStatusEnum category: String
  channel: String clientMutationId: String clientMutationLabel: String
}
input UpdateTicketMutationInput { id: UUID! status: TicketStatusEnum clientMutationId: String clientMutationLabel: String }
input ReopenTicketMutationInput { id: UUID! clientMutationId: String clientMutationLabel: String }
input ResolveGrievanceByCommentMutationInput { id: UUID! clientMutationId: String clientMutationLabel: String }
input CreateCommentMutationInput { ticketId: UUID! comment: String! clientMutationId: String clientMutationLabel: String }
type Payload { clientMutationId: String internalId: String }
type Token { token: String! refreshExpiresIn: Int! }
type Mutation {
  tokenAuth(username: String! password: String!): Token
  createTicket(input: CreateTicketMutationInput!): Payload
  updateTicket(input: UpdateTicketMutationInput!): Payload
  reopenTicket(input: ReopenTicketMutationInput!): Payload
  createComment(input: CreateCommentMutationInput!): Payload
  resolveGrievanceByComment(input: ResolveGrievanceByCommentMutationInput!): Payload
}
""")


@pytest.mark.parametrize("name", documents.__all__)
def test_each_document_goes_with_the_schema(name: str) -> None:
    assert graphql.validate(SCHEMA, graphql.parse(getattr(documents, name))) == []


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=2000), number=st.integers(0, 999))
def test_parts_fit_are_numbered_and_lose_no_word(text: str, number: int) -> None:
    made = parts("guichet-12345675", number, text)
    assert all(len(words) <= LONGEST for _, words in made)
    assert [part for part, _ in made] == [f"{number}.{n}" for n in range(1, len(made) + 1)]
    assert all(words.startswith(f"[guichet-12345675 {part}/{len(made)}] ") for part, words in made)
    said = "".join(words.partition("] ")[2] for _, words in made)
    assert said.replace(" ", "") == text.replace(" ", "")
