package io.bailiwick.simulation.world;

import io.bailiwick.protocol.Caller;

/**
 * One attempt of one request.
 *
 * @param request a ReservationCommand, BudgetCommand, TenantCommand or PolicyCommand
 * @param node where the client is connected
 * @param atStep when it was made, among everything that happens
 */
public record Call(long number, Object request, int node, long atMs, long atStep)
    implements Caller {

  @Override
  public boolean equals(Object other) {
    return other instanceof Call call && call.number == number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  @Override
  public String toString() {
    return "call-" + number;
  }
}
