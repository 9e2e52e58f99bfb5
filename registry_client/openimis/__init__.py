"""openIMIS: grievances of its social protection module, over GraphQL."""
