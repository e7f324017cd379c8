package main

import (
	"fmt"
	"math/big"

	apps "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	fwk "k8s.io/kube-scheduler/framework"
	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
	defaultscore "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/nodeports"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/noderesources"
	schedutil "k8s.io/kubernetes/pkg/scheduler/util"
)

type shortage struct{ Resource, Requested, Free, Allocatable string }

type conflict struct {
	Port     int32
	Protocol string
	HostIP   string
	// The first pod of the list that stands in the way.
	Holder string
}

type fitCase struct {
	Kind string
	Node *v1.Node
	Pods []*v1.Pod
	// One of the two: an unbound live pod, or a DaemonSet whose next pod is asked about.
	Pod       *v1.Pod         `json:",omitempty"`
	DaemonSet *apps.DaemonSet `json:",omitempty"`
	Shortages []shortage
	Conflicts []conflict
	PortsFit  bool
}

func makeFit(c *choice) any {
	answer := fitCase{Kind: "Fit", Node: c.node()}
	answer.Node.Status.Allocatable = c.allocatable()
	answer.Node = stored(answer.Node)
	for index := range c.upTo(4) {
		pod := c.pod(fmt.Sprintf("pod-%d", index))
		pod.Spec.NodeName = answer.Node.Name
		if c.chance(3) {
			c.resize(pod)
		}
		defaultscore.SetObjectDefaults_Pod(pod)
		answer.Pods = append(answer.Pods, stored(pod))
	}
	var asked *v1.Pod
	if c.chance(2) {
		answer.DaemonSet = stored(c.daemonSetOf(c.podSpec()))
		asked = podOf(answer.DaemonSet)
	} else {
		asked = c.pod("agent-x")
		defaultscore.SetObjectDefaults_Pod(asked)
		answer.Pod = stored(asked)
		asked = answer.Pod.DeepCopy()
	}
	info := nodeInfo(answer.Node, answer.Pods)
	for _, each := range noderesources.Fits(asked, info, nil, noderesources.ResourceRequestsOptions{EnablePodLevelResources: true}) {
		answer.Shortages = append(answer.Shortages, shortage{
			string(each.ResourceName), text(each.Requested), text(each.Capacity - each.Used), text(each.Capacity),
		})
	}
	answer.PortsFit = nodeports.Fits(asked, info)
	answer.Conflicts = conflictsOf(asked, answer.Pods)
	return answer
}

func text(amount int64) string { return big.NewInt(amount).String() }

var capacities = []struct {
	name  v1.ResourceName
	texts []string
}{
	{"cpu", []string{"500m", "1", "2", "4", "1999m"}},
	{"memory", []string{"128Mi", "1Gi", "2Gi", "1e9", "4Gi"}},
	{"ephemeral-storage", []string{"0", "2", "5", "1k"}},
	{"pods", []string{"1", "2", "3", "5", "110"}},
	{"hugepages-2Mi", []string{"0", "2", "8Mi"}},
	{"nvidia.com/gpu", []string{"0", "1", "4"}},
	{"example.com/thing", []string{"1", "3", "2k"}},
	{"kubernetes.io/batch", []string{"2"}},
	{"attachable-volumes-csi-x", []string{"1", "25"}},
}

func (c *choice) allocatable() v1.ResourceList {
	list := v1.ResourceList{}
	for _, each := range capacities {
		if !c.chance(12) {
			list[each.name] = resource.MustParse(pick(c, each.texts...))
		}
	}
	return list
}

// nodeInfo is what the scheduler's cache holds: its informer leaves out terminal pods.
func nodeInfo(node *v1.Node, pods []*v1.Pod) *framework.NodeInfo {
	info := framework.NewNodeInfo()
	info.SetNode(node)
	for _, pod := range pods {
		if !podutil.IsPodTerminal(pod) {
			info.AddPod(pod.DeepCopy())
		}
	}
	return info
}

func conflictsOf(asked *v1.Pod, pods []*v1.Pod) []conflict {
	var conflicts []conflict
	for _, port := range schedutil.GetHostPorts(asked) {
		for _, pod := range pods {
			if podutil.IsPodTerminal(pod) || !holds(pod, port) {
				continue
			}
			conflicts = append(conflicts, conflict{port.HostPort, string(port.Protocol), port.HostIP, pod.Name})
			break
		}
	}
	return conflicts
}

func holds(pod *v1.Pod, port v1.ContainerPort) bool {
	used := fwk.HostPortInfo{}
	for _, each := range schedutil.GetHostPorts(pod) {
		used.Add(each.HostIP, string(each.Protocol), each.HostPort)
	}
	return used.CheckConflict(port.HostIP, string(port.Protocol), port.HostPort)
}
