import { join } from 'node:path';
import type { Manifest } from './nodes.ts';
import { apply, LIVING, stage, status } from './stage.ts';

/** On a Job's pod, by annotation or by variable of a container: what it ends with; `never` keeps it running. Without either: 0. */
export const EXIT_CODE = { annotation: 'chatiere.rig/exit-code', variable: 'CHATIERE_RIG_EXIT_CODE' } as const;
/** Variable of a container that fails: the last lines that a kubelet finds in its log, and makes its termination message (`FallbackToLogsOnError`). */
export const LAST_WORDS = 'CHATIERE_RIG_LAST_WORDS';
/** Annotation on a pod: which file of the cluster's pod logs, without `.log`, its containers have written. */
export const LOG = 'chatiere.rig/log';
/** Images of this registry are never pulled. */
export const REFUSED_REGISTRY = 'refused.invalid';
/** Pod logs that are always there: that of every pod, and that of one that fails and names no other. */
export const USUAL_LOGS: Readonly<Record<string, readonly string[]>> = {
  fake: ['conteneur factice : rien ne tourne ici / fake container: nothing runs here'],
  failed: ['conteneur factice : on lui a dit d’échouer / fake container: told to fail'],
};

const CODE = `(.metadata.annotations["${EXIT_CODE.annotation}"] // [.spec.containers[].env[]? | select(.name == "${EXIT_CODE.variable}") | .value][0] // "0")`;
const FILE = `(.metadata.annotations["${LOG}"] // (if ${CODE} | test("^[1-9]") then "failed" else "" end))`;
const REFUSED = `any(.spec.containers[], .spec.initContainers[]?; .image | startswith("${REFUSED_REGISTRY}/"))`;
const PENDING = `(.status.phase == "Pending" and ${LIVING})`;

/** Gives `$code` its value in a template: as `CODE`. */
const code = `{{ $code := "0" }}{{ range .spec.containers }}{{ range .env }}{{ if eq .name "${EXIT_CODE.variable}" }}{{ $code = .value }}{{ end }}{{ end }}{{ end }}
{{ $code = dig "metadata" "annotations" "${EXIT_CODE.annotation}" $code . }}`;

const names = 'name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: "", restartCount: 0';
const terminated = (code: string, reason: string) => `state: {terminated: {exitCode: ${code}, reason: ${reason}, startedAt: {{ $now }}, finishedAt: {{ $now }}}}`;
const ready = (types: string, value: string) => `{{ range list ${types} }}
- {type: {{ . }}, status: "${value}", lastTransitionTime: {{ $now }}}
{{ end }}`;

const running = status(`
{{ $now := Now | Quote }}
phase: Running
startTime: {{ $now }}
{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
{{ end }}
{{ with PodIPsWith .spec.nodeName (default false .spec.hostNetwork) .metadata.uid .metadata.name .metadata.namespace }}
podIP: {{ index . 0 | Quote }}
podIPs: [{{ range $index, $ip := . }}{{ if $index }}, {{ end }}{ip: {{ $ip | Quote }}}{{ end }}]
{{ end }}
conditions:
${ready('"PodReadyToStartContainers" "Initialized" "ContainersReady" "Ready"', 'True')}
containerStatuses:
{{ range .spec.containers }}
- {${names}, ready: true, started: true, state: {running: {startedAt: {{ $now }}}}}
{{ end }}
{{ with .spec.initContainers }}
initContainerStatuses:
{{ range . }}
{{ if eq (default "" .restartPolicy) "Always" }}
- {${names}, ready: true, started: true, state: {running: {startedAt: {{ $now }}}}}
{{ else }}
- {${names}, ready: true, started: false, ${terminated('0', 'Completed')}}
{{ end }}
{{ end }}
{{ end }}
`);

const ended = status(`
{{ $now := Now | Quote }}${code}{{ $words := "" }}{{ range .spec.containers }}{{ range .env }}{{ if eq .name "${LAST_WORDS}" }}{{ $words = .value }}{{ end }}{{ end }}{{ end }}
{{ $reason := ternary "Completed" "Error" (eq $code "0") }}
phase: {{ ternary "Succeeded" "Failed" (eq $code "0") }}
conditions:
${ready('"ContainersReady" "Ready"', 'False')}
containerStatuses:
{{ range .spec.containers }}
- {${names}, ready: false, started: false, ${terminated('{{ $code }}', '{{ $reason }}{{ if and $words (eq $reason "Error") }}, message: {{ $words | Quote }}{{ end }}')}}
{{ end }}
{{ with .spec.initContainers }}
initContainerStatuses:
{{ range . }}
- {${names}, ready: false, started: false, ${terminated('0', 'Completed')}}
{{ end }}
{{ end }}
`);

const refused = status(`
conditions:
{{ $now := Now | Quote }}${ready('"ContainersReady" "Ready"', 'False')}
containerStatuses:
{{ range .spec.containers }}
- {${names}, ready: false, started: false, state: {waiting: {reason: ImagePullBackOff, message: {{ printf "pull access denied for %s" .image | Quote }}}}}
{{ end }}
`);

/** kwok's Logs say which file it reads when the API server asks a node for a pod's log; without one it reads the log of every pod. */
const logged = (podLogs: string) => apply(`
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Logs
metadata:
  name: {{ .metadata.name }}
  namespace: {{ .metadata.namespace }}
  ownerReferences: [{apiVersion: v1, kind: Pod, name: {{ .metadata.name }}, uid: {{ .metadata.uid }}}]
spec:
  logs: [{logsFile: {{ printf "%s/%s.log" ${JSON.stringify(podLogs)} (dig "metadata" "annotations" "${LOG}" "failed" .) | Quote }}, follow: false}]
`);

/** Pod: runs and is ready as soon as it has a node; a Job's pod ends soon after; deleted at once. No probe is asked, no command is run. */
export const podStages = (podLogs: string): Manifest[] => [
  stage('pod-running', 'Pod', `${PENDING} and (${REFUSED} | not) and ${FILE} == ""`, [running]),
  stage('pod-running-with-log', 'Pod', `${PENDING} and (${REFUSED} | not) and (${FILE} | test("^[a-z0-9-]+$"))`, [logged(podLogs), running]),
  stage('pod-refused', 'Pod', `${PENDING} and ${REFUSED} and .status.containerStatuses == null`, [refused]),
  // Late enough for kwok to have seen the Logs that it has just made.
  stage('pod-ended', 'Pod', `.status.phase == "Running" and ${LIVING} and any(.metadata.ownerReferences[]?; .kind == "Job") and (${CODE} | test("^[0-9]+$"))`, [ended], { delay: 300 }),
  stage('pod-deleted', 'Pod', `${LIVING} | not`, [{ delete: true }]),
];

/** What answers for every pod that has no Logs of its own. */
export const everyLog = (podLogs: string): Manifest => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'ClusterLogs',
  metadata: { name: 'every-pod' },
  spec: { logs: [{ logsFile: join(podLogs, 'fake.log'), follow: false }] },
});

/** Lines as container runtimes keep them. */
export const logLines = (lines: readonly string[], at: Date): string => lines.map((line) => `${at.toISOString()} stdout F ${line}\n`).join('');
