package io.bailiwick.spend.query;

/** By what charges can be told apart. The names are the wire names in upper case. */
public enum SpendDimension {
  TENANT,
  WORKSPACE,
  APP,
  WORKFLOW,
  AGENT,
  TOOLSET,
  /** Always: amounts of two units cannot be added. */
  UNIT,
  KEY,
  ACTION
}
