/** The rules of the demonstration, in the form that `--rules` takes. */
export const demoRulesYaml = `# Rules of the demonstration. Take them as a beginning for your own.
rules:
  - name: Payment failures
    query: source:payments level:>=ERROR
    severity: high
    threshold: { count: 5, window: 10s }
    cooldown: 1m

  - name: Slow queries
    query: '"slow query" durationMs:>1500'
    severity: medium
    threshold: { count: 3, window: 30s }
    cooldown: 2m

  - name: Worker died
    query: level:FATAL
    severity: critical
    cooldown: 1m
`;
