/** The text of `--help`: at most 100 columns, so that it reads well in any terminal. */
export const HELP_TEXT = `NeuralLog Live: a live log dashboard in your browser.

Usage
  neurallog-live [options] [FILE | GLOB | -]...
  neurallog-live tail [options] [URL]        read a stream in the terminal: see tail --help

  FILE      a log file to follow, through rotation and truncation
  GLOB      a quoted pattern such as "/var/log/**/*.log"; files that appear later are followed too
  -         standard input
  Sources combine. Without any, a demonstration runs, and says so.

Examples
  neurallog-live /var/log/nginx/access.log app.log        follow two files
  neurallog-live "/var/log/**/*.log"                      follow whatever matches, now and later
  kubectl logs -f deploy/api 2>&1 | neurallog-live -      read a pipe
  docker compose logs -f | neurallog-live - app.log       read a pipe and a file
  neurallog-live app.log --rules rules.yaml               be notified when something happens
  neurallog-live --no-demo                                take logs over HTTP only:

  curl http://localhost:4280/v1/logs -H "Authorization: Bearer $NEURALLOG_TOKEN" \\
    -d '{"level":"ERROR","message":"payment failed","source":"shop","metadata":{"order":42}}'

Options
  -p, --port N           port to listen on; 0 picks a free one (default 4280)
      --host ADDRESS     address to listen on (default 127.0.0.1: this machine only)
      --token TOKEN      what readers and senders sign in with (default: a random one for this run).
                         NEURALLOG_TOKEN in the environment does the same and stays out of "ps".
      --allow-origin URL let pages of another origin use the API, such as https://logs.example.com;
                         may be repeated

      --data DIR         folder for the history (default: one of your user's data folders)
      --memory           keep the history in memory only
      --retention TIME   how long history is kept, such as 12h or 7d (default 7d)
      --max-size SIZE    how large it may grow, such as 512MB or 1GiB (default 1GiB)

      --rules FILE       YAML file of rules that raise notifications
      --demo             run the demonstration beside the given sources
      --no-demo          never run the demonstration

  -q, --quiet            print the link to sign in and errors, nothing else
  -v, --version          print the version
  -h, --help             print this text

Ctrl+C stops, with everything that was read written to the history. A second one stops at once.
`;
