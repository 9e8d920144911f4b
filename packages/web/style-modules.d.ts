/** What Vite makes of style sheets: class names by the names in the file. */
declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css';

declare namespace React {
  /** Custom properties that style sheets read. */
  interface CSSProperties {
    readonly [property: `--${string}`]: string | number;
  }
}
