package io.bailiwick.protocol;

import io.bailiwick.tenant.TenantId;

/**
 * One operation of one life of a book.
 *
 * @param incarnation durable before the first proposal of a life; a later life has a higher one
 * @param number 1 and up. Numbers of operations that were recorded are never used again; those of
 *     proposals that came to nothing can be, by a later life
 */
public record OperationId(TenantId tenant, int book, long incarnation, long number) {

  public EntityId.OfBook bookId() {
    return new EntityId.OfBook(tenant, book);
  }
}
