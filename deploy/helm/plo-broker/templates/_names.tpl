{{- define "plo.labels" -}}
app.kubernetes.io/name: plo-broker
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "plo.selector" -}}
app.kubernetes.io/name: plo-broker
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "plo.secret" -}}
{{ .Values.secret.existing | default (printf "%s-hemmelig" .Release.Name) }}
{{- end }}

{{- define "plo.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- /* Det som er likt for hver container. */}}
{{- define "plo.container" -}}
image: {{ include "plo.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
envFrom:
  - configMapRef: {name: {{ .Release.Name }}-innstillinger}
volumeMounts:
  - {name: hjem, mountPath: /var/lib/plo-broker}
  - {name: tmp, mountPath: /tmp}
  - {name: avtale, mountPath: /etc/plo-broker, readOnly: true}
  - {name: hemmelig, mountPath: /etc/plo-hemmelig, readOnly: true}
  {{- if .Values.kafkaTls.secret }}
  - {name: kafka, mountPath: /etc/plo-kafka, readOnly: true}
  {{- end }}
  {{- if .Values.largeMessages.existingClaim }}
  - {name: meldinger, mountPath: /var/lib/plo-meldinger}
  {{- end }}
{{- end }}

{{- define "plo.pod" -}}
automountServiceAccountToken: false
# Ellers kommer det variabler som PLO_INTAKE_PORT, som ligner på våre innstillinger.
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
volumes:
  - {name: hjem, emptyDir: {sizeLimit: 256Mi}}
  - {name: tmp, emptyDir: {sizeLimit: 256Mi}}
  - {name: avtale, configMap: {name: {{ .Release.Name }}-avtale}}
  # Som filer: en variabel ser alle som ser prosessen, og den følger med til dem den starter.
  - {name: hemmelig, secret: {secretName: {{ include "plo.secret" . }}, defaultMode: 0440}}
  {{- if .Values.kafkaTls.secret }}
  - {name: kafka, secret: {secretName: {{ .Values.kafkaTls.secret }}, defaultMode: 0440}}
  {{- end }}
  {{- if .Values.largeMessages.existingClaim }}
  - {name: meldinger, persistentVolumeClaim: {claimName: {{ .Values.largeMessages.existingClaim }}}}
  {{- end }}
{{- end }}
