/** The text of `neurallog-live tail --help`: at most 100 columns. */
export const TAIL_HELP_TEXT = `Reads a log stream in the terminal, and stays with it through lost connections.

Usage
  neurallog-live tail [options] [URL]

  URL       a server such as http://localhost:4280 (the default), the base of an API such as
            https://api.{tenant}.example.com/v1, or a link of the dashboard: its query, filter and
            tenant hold. The link that the gateway prints at its start signs in, too.

Examples
  neurallog-live tail                                       everything new, on this machine
  neurallog-live tail --query "level:>=WARN source:api"     what a query finds
  neurallog-live tail --since 10m --no-follow               the last ten minutes, then end
  neurallog-live tail --json | jq -r .message               for programs: one JSON object a line

Options
  -u, --url URL          the same as URL
      --query QUERY      the query language of the dashboard
      --filter JSON      such as '{"level":["ERROR","WARN"]}'
  -n, --history N        how many earlier lines come first (default 10, at most 10000)
      --since TIME       only lines whose time is within the last 30s, 10m, 2h or 7d; all of them
                         that the server gives, 10000 at most, unless --history says otherwise.
                         Where that may have cut some off, a gap comes first
      --no-follow        end when all that is there was shown
      --wait             wait for a server that is not there, instead of giving up after a few tries

      --json             each log as one JSON object a line; a gap is {"gap":{…}}
      --no-color         no colours. There are none either where the output is no terminal, or with
                         NO_COLOR in the environment.

Signing in, best first: these stay out of "ps", and none is ever printed
      NEURALLOG_TOKEN    in the environment; or NEURALLOG_API_KEY
      --token-file FILE  read anew for every connection
      --token TOKEN, --api-key KEY
      --tenant NAME      the tenant (default "default")

  -h, --help             print this text

Logs go to standard output; what becomes of the connection goes to standard error. Where lines
are, or may be, missing, a line in the output says so. A message cannot drive the terminal: its
control characters are shown, not obeyed. In text, further lines of a message are indented.

Exit codes: 0 the stream came to its end (or the reader of the output left), 1 it failed for good,
2 a mistake in the command line, 130 and 143 stopped by Ctrl+C or a signal.
`;
