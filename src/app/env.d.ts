interface ImportMetaEnv {
  /** The version in package.json, put in when the dashboard is built. */
  readonly PRODUCT_VERSION: string;
}
