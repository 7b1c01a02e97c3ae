/** Lines whose template is known: `labels[i]` is that of `messages[i]`. */
export interface LabelledLog {
  readonly messages: readonly string[];
  readonly labels: readonly string[];
}

type Random = () => number;

/** The same numbers for the same seed. */
function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES =
  'anna bela cedric dora emil freya gustav hanna igor jana karl lena milo nora otto paula rosa sven tilda uwe'.split(
    ' ',
  );
const HOSTS = 'mail web cache edge build vault relay proxy'.split(' ');
const COMPONENTS = 'Scheduler Allocator Tracker Launcher Monitor Dispatcher Planner Balancer Committer Fetcher'.split(
  ' ',
);
const STATES = 'CREATED QUEUED RUNNING PAUSED FAILED KILLED DONE LOST'.split(' ');

const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
};
const whole = (random: Random, below: number): number => Math.floor(random() * below);
const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => '0123456789abcdef'.charAt(whole(random, 16))).join('');
const two = (number: number): string => String(number).padStart(2, '0');

/** What the placeholders of the templates stand for. */
const VALUES: Readonly<Record<string, (random: Random) => string>> = {
  num: (random) => String(whole(random, 10 ** (1 + whole(random, 6)))),
  signed: (random) => String(whole(random, 2_000) - 1_000),
  real: (random) => (random() * 100).toFixed(2),
  hex: (random) => `0x${hex(random, 8)}`,
  hash: (random) => `${hex(random, 11)}7`,
  uuid: (random) => [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-'),
  ip: (random) => [10, whole(random, 255), whole(random, 255), whole(random, 255)].join('.'),
  port: (random) => String(1_024 + whole(random, 60_000)),
  user: (random) => pick(random, NAMES),
  host: (random) => `${pick(random, HOSTS)}${random() < 0.5 ? '' : whole(random, 20)}.example.com`,
  node: (random) => `${pick(random, HOSTS)}-${two(whole(random, 40))}`,
  block: (random) => `blk_${random() < 0.5 ? '-' : ''}${whole(random, 2 ** 31)}${whole(random, 2 ** 31)}`,
  blocks: (random) => Array.from({ length: 1 + whole(random, 6) }, () => `blk_${whole(random, 2 ** 31)}`).join(' '),
  numbers: (random) => Array.from({ length: 1 + whole(random, 5) }, () => whole(random, 99)).join(', '),
  path: (random) => `/${pick(random, NAMES)}/${pick(random, HOSTS)}/${pick(random, NAMES)}${whole(random, 99)}.dat`,
  url: (random) => `https://${pick(random, HOSTS)}.example.com/${pick(random, NAMES)}?page=${whole(random, 99)}`,
  time: (random) => `${two(whole(random, 24))}:${two(whole(random, 60))}:${two(whole(random, 60))}`,
  date: (random) => `2026-${two(1 + whole(random, 12))}-${two(1 + whole(random, 28))}`,
  written: (random) =>
    `${pick(random, ['Mon', 'Tue', 'Sun'])} ${pick(random, ['Jan', 'Jun', 'Nov'])} ${1 + whole(random, 28)}`,
  size: (random) => `${whole(random, 900)} ${pick(random, ['bytes', 'KB', 'MB'])}`,
  took: (random) => `${whole(random, 900)}${pick(random, ['ms', 's'])}`,
  bool: (random) => pick(random, ['true', 'false']),
  class: (random) => `com.example.${pick(random, NAMES)}.${pick(random, COMPONENTS)}`,
  component: (random) => pick(random, COMPONENTS),
  state: (random) => pick(random, STATES),
  maybe: (random) => (random() < 0.5 ? '' : pick(random, NAMES)),
  process: (random) => `${pick(random, NAMES)}.exe`,
};

/** A log of so many lines made from templates, the first of which are the most frequent, as in life. */
export function labelledLog(templates: readonly string[], lines: number, seed: number): LabelledLog {
  const random = randomOf(seed);
  const weights = templates.map((_, at) => 1 / (at + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const messages: string[] = [];
  const labels: string[] = [];
  for (let line = 0; line < lines; line += 1) {
    let left = random() * total;
    const at = weights.findIndex((weight) => (left -= weight) < 0);
    const template = templates[at] ?? templates[0] ?? '';
    labels.push(template);
    messages.push(
      template.replaceAll(/\{(\w+)\}/g, (placeholder, name) => VALUES[String(name)]?.(random) ?? placeholder),
    );
  }
  return { messages, labels };
}

/** Templates in the manner of programs of many kinds: file systems, kernels, servers, phones, schedulers. */
export const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  'distributed file system': [
    'Taking in block {block} src: /{ip}:{port} dest: /{ip}:{port}',
    'BLOCK* Tree.addStored: map updated: {ip}:{port} is added to {block} size {num}',
    'Responder {num} for block {block} ending',
    'Took in block {block} of size {num} from /{ip}',
    'Removing block {block} file {path}',
    'BLOCK* ask {ip}:{port} to remove {blocks}',
    'BLOCK* Tree.allocate: {path} {block}',
    'Check succeeded for {block}',
    '{ip}:{port} Served block {block} to /{ip}',
    '{ip}:{port}:Got exception while serving {block} to /{ip}:',
    'Responder {block} {num} Exception java.io.EOFException',
  ],
  supercomputer: [
    'instruction cache parity error corrected',
    'generating core.{num}',
    '{num} floating point alignment exceptions',
    'CE sym {num}, at {hex}, mask {hex}',
    'data TLB error interrupt',
    'ciod: failed to read message prefix on control stream (CioStream socket to {ip}:{port}',
    'ciod: Error reading message prefix after LOAD_MESSAGE on CioStream socket to {ip}:{port}: Link has been severed',
    'rts: kernel terminated for reason {num}',
    'total of {num} ddr error(s) detected and corrected',
    'ddr: excessive soft failures, consider replacing the card on rank {num}, symbol {num}',
    'machine check interrupt (bit={hex}): L2 dcache unit read return parity error',
    'iar {hash} dear {hash}',
    'NodeCard is not fully functional',
    'Lustre mount FAILED : {node} : block_id : location',
    'idoproxydb hit ASSERT condition: ASSERT expression={num} Source file={path} Source line={num}',
  ],
  'web server': [
    'jk2_init() Found child {num} in scoreboard slot {num}',
    'workerEnv.init() ok {path}',
    'mod_jk child workerEnv in error state {num}',
    '[client {ip}] Directory index forbidden by rule: {path}',
    'jk2_init() Can not find child {num} in scoreboard',
    'mod_jk child init {num} {signed}',
    '[client {ip}] File does not exist: {path}',
    'caught SIGTERM, shutting down',
  ],
  'remote shell': [
    'Failed password for invalid user {user} from {ip} port {port} ssh2',
    'Failed password for {user} from {ip} port {port} ssh2',
    'pam_unix(sshd:auth): authentication failure; logname= uid={num} euid={num} tty=ssh ruser={maybe} rhost={host}',
    'Invalid user {user} from {ip}',
    'input_userauth_request: invalid user {user} [preauth]',
    'Received disconnect from {ip}: {num}: Bye Bye [preauth]',
    'Connection closed by {ip} [preauth]',
    'reverse mapping checking getaddrinfo for {host} [{ip}] failed - POSSIBLE BREAK-IN ATTEMPT!',
    'pam_unix(sshd:session): session opened for user {user} by (uid={num})',
    'pam_unix(sshd:session): session closed for user {user}',
    'Accepted password for {user} from {ip} port {port} ssh2',
    'Did not receive identification string from {ip}',
    'message repeated {num} times: [ Failed password for {user} from {ip} port {port} ssh2]',
    'error: Received disconnect from {ip}: {num}: com.jcraft.jsch.JSchException: Auth fail [preauth]',
    'PAM {num} more authentication failures; logname= uid={num} euid={num} tty=ssh ruser= rhost={host}  user={user}',
  ],
  coordination: [
    'Received connection request /{ip}:{port}',
    'Notification time out: {num}',
    'Closed socket connection for client /{ip}:{port} which had sessionid {hex}',
    'Client attempting to establish new session at /{ip}:{port}',
    'Established session {hex} with negotiated timeout {num} for client /{ip}:{port}',
    'Expiring session {hex}, timeout of {num}ms exceeded',
    'Connection broken for id {num}, my id = {num}, error =',
    'Interrupted while waiting for message on queue',
    'Processed session termination for sessionid: {hex}',
    'Send worker leaving thread',
    'Interrupting SendWorker',
    'New election. My id =  {num}, proposed zxid={hex}',
    'Accepted socket connection from /{ip}:{port}',
    'FOLLOWING - LEADER ELECTION TOOK - {num}',
  ],
  'batch jobs': [
    'Progress of TaskAttempt attempt_{num}_{num}_m_{num}_{num} is : {real}',
    'Address change detected. Old: {host}/{ip}:{port} New: {host}:{port}',
    'Retrying connect to server: {host}:{port}. Already tried {num} time(s); retry policy is Fixed(max={num}, sleep={num} MILLISECONDS)',
    'task_{num}_{num} Task Transitioned from {state} to {state}',
    'Recalculating schedule, headroom=<memory:{num}, vCores:{num}>',
    'ERROR IN CONTACTING RM.',
    'Registering class {class} for class {class}',
    'Before Scheduling: PendingReds:{num} ScheduledMaps:{num} AssignedMaps:{num}',
    'Received completed container container_{num}_{num}_{num}',
    'Launching attempt_{num}_{num}_m_{num}_{num}',
    'jetty-{num}.{num}.{num}',
    'Adding {component} to rack list',
    'Auth successful for job_{num}_{num} (auth:SIMPLE)',
  ],
  'processing engine': [
    'Running task {real} in stage {real} (TID {num})',
    'Finished task {real} in stage {real} (TID {num}). {num} bytes result sent to driver',
    'Found block rdd_{num}_{num} locally',
    'Block broadcast_{num} stored as values in memory (estimated size {size}, free {size})',
    'Block broadcast_{num}_piece{num} stored as bytes in memory (estimated size {size}, free {size})',
    'Started reading broadcast variable {num}',
    'Reading broadcast variable {num} took {num} ms',
    'Input split: hdfs://{host}:{port}{path}:{num}+{num}',
    'mapred.task.id is deprecated. Instead, use mapreduce.task.id',
    'Changing view acls to: {user},{user}',
    'Saved output of task to {path}',
    'Times: total = {num}, boot = {signed}, init = {num}, finish = {num}',
    'Remoting started; listening on addresses :[akka.tcp://sparkExecutorActorSystem@{node}:{port}]',
  ],
  cloud: [
    '{ip} "GET /v2/{hash}/servers/detail HTTP/1.1" status: {num} len: {num} time: {real}',
    '{ip} "POST /v2/{hash}/os-server-external-events HTTP/1.1" status: {num} len: {num} time: {real}',
    '[instance: {uuid}] VM Started (Lifecycle Event)',
    '[instance: {uuid}] VM Paused (Lifecycle Event)',
    '[instance: {uuid}] Total memory: {num} MB, used: {real} MB',
    '[instance: {uuid}] memory limit: {real} MB, free: {real} MB',
    'Active base files: {path}',
    'image {uuid} at ({path}): checking',
    '[instance: {uuid}] Took {real} seconds to spawn the instance on the hypervisor.',
    '[instance: {uuid}] Terminating instance',
    'Final resource view: name={node} phys_ram={num}MB used_ram={num}MB total_vcpus={num} pci_stats=[]',
    'Creating event network-vif-plugged:{uuid} for instance {uuid}',
    'Successfully synced instances from host {node}.',
  ],
  phone: [
    'printFreezingDisplayLogsopening app wtoken = AppToken{{hash} token=Token{{hash} ActivityRecord{{hash} u{num}',
    'acquire lock={num}, flags={hex}, tag="{component}", ws=null, uid={num}, pid={num}',
    'release:lock={num}, flg={hex}, tag="{component}", name=android", uid={num}, pid={num}',
    'setSystemUiVisibility vis={num} mask={num} oldVal={num} newVal={num} fullscreenStackVis={num}',
    'visible is system.time.showampm',
    'getTasks: caller {num} is using old GET_TASKS but privileged; allowing',
    'Skipping, withExcluded: {bool}, tr.intent:Intent',
    'updateLightsLocked, mCurrentBrightness: {num}, isScreenOn={bool}',
    'readArguments(): uid = {num}, pid: {num}, hasPermission = {bool}',
    'onStandStepChanged {num}',
    'onExtend:{num} {num} {num} {num}',
    'calculateCaloriesWithCache totalCalories={num}',
    'getTodayTotalDetailSteps = {num}##{num}##{num}##{num}',
    'REPORT : {num} {num} {num} {num}',
    'flush sensor data',
  ],
  desktop: [
    'kernel[{num}]: ARPT: {real}: wl0: wl_update_tcpkeep_seq: Original Seq: {num}, Ack: {num}, Win size: {num}',
    'tcp_connection_destination_perform_socket_connect {num} connectx to {ip}:{port}@{num} failed: [{num}] Operation timed out',
    'Bluetooth -- LE is supported - Disable LE meta event',
    'en0: BSSID changed to {hex}',
    'AppleCamIn::handleWakeEvent_gated',
    'NETWORK: requery, {num}, {num}, {num}, {num}, items, fQueryRetries, {num}, fLastRetryTimestamp, {real}',
    'FA||Url||taskID[{num}] dealloc',
    'Cannot find executable for CFBundle {hex} <{path}> (not loaded)',
    'Captive: CNPluginHandler en0: Inactive',
    'Session: {num}_{num} initialized by client {component}.',
    'Read out cached package applicability for package: {component}, ApplicableState: {num}, CurrentState:{num}',
    'Warning: Unrecognized packageExtended attribute.',
    'SQM: Failed to start upload with file pattern: {path}, flags: {hex} [HRESULT = {hex} - E_FAIL]',
    'Expecting attribute name [HRESULT = {hex} - CBS_E_MANIFEST]',
  ],
  'system log': [
    'check pass; user unknown',
    'authentication failure; logname= uid={num} euid={num} tty=NODEVssh ruser= rhost={host}',
    'connection from {ip} ({host}) at {written} {time} 2026',
    'session opened for user {user} by (uid={num})',
    'session closed for user {user}',
    'ALERT exited abnormally with [{num}]',
    'Kerberos authentication failed',
    'getpeername (ftpd): Transport endpoint is not connected',
    'Out of Memory: Killed process {num} ({user}).',
    'restart.',
    '({user}) CMD (run-parts {path})',
    'synchronized to {ip}, stratum {num}',
    'DHCPDISCOVER from {hex} via eth{num}',
    'data_thread() got not answer from any [{component}] datasource',
    'Warning: we failed to resolve data source name {node}',
    'imklog {real}, log source = {path} started.',
  ],
  proxy: [
    'proxy.{host}:{port} open through proxy proxy.{host}:{port} HTTPS',
    'proxy.{host}:{port} close, {num} bytes sent, {num} bytes received, lifetime {time}',
    'open through proxy {ip}:{port} SOCKS5',
    '{process} *64 - {host}:{port} error : Could not connect through proxy {ip}:{port} - Proxy server cannot establish a connection with the target, status code {num}',
  ],
  'structured fields': [
    'level=info msg="request served" method=GET path={path} status={num} duration={took} user={user}',
    'level=warn msg="slow query" table={component} rows={num} duration={took}',
    'level=error msg="upstream refused" upstream={ip}:{port} attempt={num}',
    '{"event":"login","user":"{user}","ok":{bool},"took":{num}}',
    '{"event":"logout","user":"{user}"}',
    'queue {component} has {num} items, oldest {took}',
    'cache miss for key {hash} in shard {num}',
  ],
};
