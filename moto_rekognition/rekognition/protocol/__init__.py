"""The protocol that all operations share: validation, numbers, texts, paging, idempotency, faults."""
