package main

import (
	"strings"

	apps "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/daemon"
	daemonutil "k8s.io/kubernetes/pkg/controller/daemon/util"
)

func labelSet(values map[string]string) labels.Set { return labels.Set(values) }

const conditionPrefix = "node.kubernetes.io/"

var conditionNames = []string{
	"not-ready", "unreachable", "memory-pressure", "disk-pressure", "pid-pressure", "network-unavailable", "unschedulable",
}
var otherTaintKeys = []string{
	"dedicated", "n", "node.kubernetes.io/out-of-service", "node.cloudprovider.kubernetes.io/uninitialized",
	"node-role.kubernetes.io/control-plane",
}
var taintValues = []string{"", "", "a", "5", "10", "007", "-1", "0", "9223372036854775807", "9223372036854775808"}
var taintEffects = []v1.TaintEffect{v1.TaintEffectNoSchedule, v1.TaintEffectNoSchedule, v1.TaintEffectNoExecute, v1.TaintEffectPreferNoSchedule}

func (c *choice) taintKey() string {
	if c.chance(2) {
		return conditionPrefix + pick(c, conditionNames...)
	}
	return pick(c, otherTaintKeys...)
}

func (c *choice) taint() v1.Taint {
	return v1.Taint{Key: c.taintKey(), Value: pick(c, taintValues...), Effect: pick(c, taintEffects...)}
}

func (c *choice) toleration() v1.Toleration {
	toleration := v1.Toleration{
		Key:      c.taintKey(),
		Operator: pick(c, "", v1.TolerationOpEqual, v1.TolerationOpExists, v1.TolerationOpExists, v1.TolerationOpGt, v1.TolerationOpLt),
		Value:    pick(c, taintValues...),
		Effect:   pick(c, append([]v1.TaintEffect{"", ""}, taintEffects...)...),
	}
	if toleration.Operator == v1.TolerationOpExists && !c.chance(8) {
		toleration.Value = ""
	}
	if c.chance(10) {
		toleration.Key = ""
	}
	if c.chance(30) {
		toleration.Operator = "NotAnOperator"
	}
	if c.chance(4) {
		seconds := pick(c, int64(0), 30, 300, -5)
		toleration.TolerationSeconds = &seconds
	}
	return toleration
}

func (c *choice) node() *v1.Node {
	name := c.nodeName()
	return &v1.Node{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Node"},
		ObjectMeta: metav1.ObjectMeta{Name: name, UID: types.UID("uid-" + name), Labels: c.labels(4)},
		Spec:       v1.NodeSpec{Taints: several(c, 3, c.taint)},
	}
}

func (c *choice) daemonSet() *apps.DaemonSet {
	template := v1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: map[string]string{"app": "agent"}}}
	template.Spec.HostNetwork = c.chance(3)
	template.Spec.Tolerations = several(c, 3, c.toleration)
	template.Spec.Containers = []v1.Container{{Name: "agent", Image: "example.com/agent:1"}}
	if c.chance(12) {
		template.Spec.NodeName = c.nodeName()
	}
	if c.chance(4) {
		template.Spec.NodeSelector = c.labels(2)
	}
	if c.chance(2) {
		template.Spec.Affinity = c.affinity()
	}
	return &apps.DaemonSet{
		TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "DaemonSet"},
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "agent", UID: "uid-agent"},
		Spec: apps.DaemonSetSpec{
			Selector: &metav1.LabelSelector{MatchLabels: template.Labels},
			Template: template,
		},
	}
}

func (c *choice) affinity() *v1.Affinity {
	affinity := &v1.Affinity{}
	if c.chance(12) {
		return affinity
	}
	affinity.NodeAffinity = &v1.NodeAffinity{}
	if c.chance(12) {
		return affinity
	}
	affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution = &v1.NodeSelector{
		NodeSelectorTerms: several(c, 3, c.nodeSelectorTerm),
	}
	return affinity
}

type verdict struct{ ShouldRun, ShouldContinueRunning bool }

func judge(node *v1.Node, daemonSet *apps.DaemonSet) verdict {
	run, keep := daemon.NodeShouldRunDaemonPod(klog.Background(), node, daemonSet)
	return verdict{run, keep}
}

type taintAnswer struct{ Tolerated, ToleratedWithComparison bool }

type eligibilityCase struct {
	Kind      string
	Node      *v1.Node
	DaemonSet *apps.DaemonSet
	Verdict   verdict
	// The verdict when the taints that Kubernetes sets from conditions were not there.
	WithoutConditions verdict
	// The parts, each for itself.
	NodeSelectorMatches, AffinityMatches bool
	// One for each taint of the node.
	Taints []taintAnswer
	// What the controller writes into the pod.
	Tolerations []v1.Toleration
}

func makeEligibility(c *choice) any {
	node, daemonSet := c.node(), c.daemonSet()
	pod := daemon.NewPod(daemonSet.DeepCopy(), node.Name)
	spec := daemonutil.CreatePodTemplate(daemonSet.Spec.Template, nil, "").Spec
	answer := eligibilityCase{
		Kind:                "Eligibility",
		Node:                node,
		DaemonSet:           daemonSet,
		Verdict:             judge(node, daemonSet),
		WithoutConditions:   judge(withoutConditionTaints(node), daemonSet),
		NodeSelectorMatches: matches(node, &v1.Pod{Spec: v1.PodSpec{NodeSelector: pod.Spec.NodeSelector}}),
		AffinityMatches:     matches(node, &v1.Pod{Spec: v1.PodSpec{Affinity: pod.Spec.Affinity}}),
		Tolerations:         spec.Tolerations,
	}
	for index := range node.Spec.Taints {
		taint := &node.Spec.Taints[index]
		answer.Taints = append(answer.Taints, taintAnswer{tolerates(spec.Tolerations, taint, false), tolerates(spec.Tolerations, taint, true)})
	}
	return answer
}

func matches(node *v1.Node, pod *v1.Pod) bool {
	// The controller ignores the error too.
	match, _ := nodeaffinity.GetRequiredNodeAffinity(pod).Match(node)
	return match
}

func tolerates(tolerations []v1.Toleration, taint *v1.Taint, comparison bool) bool {
	for index := range tolerations {
		if tolerations[index].ToleratesTaint(klog.Background(), taint, comparison) {
			return true
		}
	}
	return false
}

func withoutConditionTaints(node *v1.Node) *v1.Node {
	healthy := node.DeepCopy()
	healthy.Spec.Taints = nil
	for _, taint := range node.Spec.Taints {
		if !isConditionTaint(taint) {
			healthy.Spec.Taints = append(healthy.Spec.Taints, taint)
		}
	}
	return healthy
}

// isConditionTaint knows the taints of the node lifecycle controller: NoSchedule for each, NoExecute for two.
func isConditionTaint(taint v1.Taint) bool {
	name, found := strings.CutPrefix(taint.Key, conditionPrefix)
	switch {
	case !found || name == "out-of-service":
		return false
	case taint.Effect == v1.TaintEffectNoExecute:
		return name == "not-ready" || name == "unreachable"
	default:
		return taint.Effect == v1.TaintEffectNoSchedule
	}
}

type targetCase struct {
	Kind string
	Pod  *v1.Pod
	// Empty when the controller ignores the pod.
	Target string
}

func makeTarget(c *choice) any {
	pod := &v1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "agent-x", UID: "uid-x"},
		Spec:       v1.PodSpec{Affinity: c.affinity(), Containers: []v1.Container{{Name: "agent", Image: "example.com/agent:1"}}},
	}
	if required := pod.Spec.Affinity.NodeAffinity; required != nil && required.RequiredDuringSchedulingIgnoredDuringExecution != nil {
		for index := range required.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms {
			required.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms[index].MatchFields = several(c, 2, c.matchField)
		}
	}
	if c.chance(5) {
		pod.Spec.NodeName = c.nodeName()
	}
	target, err := daemonutil.GetTargetNodeName(pod)
	if err != nil {
		target = ""
	}
	return targetCase{"Target", pod, target}
}
