/** The parts of which wink's model of English is made; it has types for the whole alone. */
declare module 'wink-eng-lite-web-model/dist/*.js' {
  const part: unknown;
  export default part;
}

declare module 'wink-eng-lite-web-model/dist/languages/cur/models/*.json' {
  const part: unknown;
  export default part;
}
