package io.bailiwick.harness;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** When a test fails, prints what the servers that run have to say. On for all tests. */
public final class ShowsServerLog implements TestExecutionExceptionHandler {

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (!(failure instanceof org.opentest4j.TestAbortedException)) {
      ServerProcess.live().forEach(server -> System.out.println(server.logTail()));
    }
    throw failure;
  }
}
