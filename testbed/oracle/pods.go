package main

import (
	"fmt"

	apps "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	resourcehelper "k8s.io/component-helpers/resource"
	defaultsapps "k8s.io/kubernetes/pkg/apis/apps/v1"
	defaultscore "k8s.io/kubernetes/pkg/apis/core/v1"
)

var resourceNames = []v1.ResourceName{
	"cpu", "cpu", "memory", "memory", "ephemeral-storage", "hugepages-2Mi", "nvidia.com/gpu", "example.com/thing",
	"attachable-volumes-csi-x", "kubernetes.io/batch", "requests.example.com/thing", "madeup", "pods",
}

// Small and near each other, so that sums meet capacities; some finer than the scheduler counts.
var quantities = map[v1.ResourceName][]string{
	"cpu":    {"0", "1m", "100m", "250m", "500m", "1", "1.5", "2", "500u", "1500n", "0.1", "1e-1"},
	"memory": {"0", "1", "100m", "1k", "1Ki", "64Mi", "100M", "128Mi", "1Gi", "1.5Gi", "1e9", "500u"},
}
var pieces = []string{"0", "1", "2", "3", "500m", "4Mi", "1k"}

func (c *choice) quantity(name v1.ResourceName) resource.Quantity {
	if texts, found := quantities[name]; found {
		return resource.MustParse(pick(c, texts...))
	}
	return resource.MustParse(pick(c, pieces...))
}

// resources is nil at times, as an absent field is.
func (c *choice) resources(most int, names ...v1.ResourceName) v1.ResourceList {
	if c.chance(4) {
		return nil
	}
	list := v1.ResourceList{}
	for range c.upTo(most) {
		name := pick(c, names...)
		list[name] = c.quantity(name)
	}
	return list
}

func (c *choice) container(name string, init bool) v1.Container {
	container := v1.Container{Name: name, Image: "example.com/agent:1"}
	container.Resources.Requests = c.resources(4, resourceNames...)
	if c.chance(3) {
		container.Resources.Limits = c.resources(3, resourceNames...)
	}
	if c.chance(2) {
		container.Ports = several(c, 2, c.port)
	}
	if init && c.chance(2) {
		always := v1.ContainerRestartPolicyAlways
		container.RestartPolicy = &always
	} else if c.chance(12) {
		never := pick(c, v1.ContainerRestartPolicyNever, v1.ContainerRestartPolicyAlways)
		if !init {
			container.RestartPolicy = &never
		}
	}
	return container
}

func (c *choice) port() v1.ContainerPort {
	port := v1.ContainerPort{ContainerPort: pick(c, int32(80), 9100)}
	if c.chance(2) {
		port.HostPort = pick(c, int32(80), 9100, 9101)
	}
	port.Protocol = pick(c, "", v1.ProtocolTCP, v1.ProtocolTCP, v1.ProtocolUDP)
	port.HostIP = pick(c, "", "", "0.0.0.0", "127.0.0.1", "10.0.0.1", "::")
	return port
}

func (c *choice) podSpec() v1.PodSpec {
	spec := v1.PodSpec{HostNetwork: c.chance(5)}
	for index := range 1 + c.upTo(2) {
		spec.Containers = append(spec.Containers, c.container(fmt.Sprintf("main-%d", index), false))
	}
	if c.chance(2) {
		for index := range 1 + c.upTo(2) {
			spec.InitContainers = append(spec.InitContainers, c.container(fmt.Sprintf("init-%d", index), true))
		}
	}
	if c.chance(4) {
		spec.Overhead = c.resources(2, "cpu", "memory", "example.com/thing")
	}
	if c.chance(3) {
		spec.Resources = &v1.ResourceRequirements{}
		if !c.chance(3) {
			spec.Resources.Requests = c.resources(3, "cpu", "memory", "hugepages-2Mi", "example.com/thing")
		}
		if c.chance(2) {
			spec.Resources.Limits = c.resources(3, "cpu", "memory", "hugepages-2Mi")
		}
	}
	return spec
}

func (c *choice) pod(name string) *v1.Pod {
	pod := &v1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name, UID: types.UID("uid-" + name)},
		Spec:       c.podSpec(),
	}
	pod.Status.Phase = pick(c, v1.PodRunning, v1.PodRunning, v1.PodRunning, v1.PodPending, v1.PodFailed, v1.PodSucceeded)
	if c.chance(6) {
		asked := metav1.Unix(1_767_225_600, 0)
		pod.DeletionTimestamp = &asked
	}
	return pod
}

// resize gives a pod the traces of a resize in place: done, deferred, infeasible or nothing said.
func (c *choice) resize(pod *v1.Pod) {
	for _, container := range pod.Spec.Containers {
		pod.Status.ContainerStatuses = append(pod.Status.ContainerStatuses, c.containerStatus(container.Name)...)
	}
	for _, container := range pod.Spec.InitContainers {
		pod.Status.InitContainerStatuses = append(pod.Status.InitContainerStatuses, c.containerStatus(container.Name)...)
	}
	if c.chance(3) {
		pod.Status.Conditions = append(pod.Status.Conditions, v1.PodCondition{
			Type: v1.PodResizePending, Status: v1.ConditionTrue, Reason: pick(c, v1.PodReasonInfeasible, v1.PodReasonDeferred),
		})
	}
	if c.chance(3) {
		pod.Status.Resources = &v1.ResourceRequirements{Requests: c.resources(2, "cpu", "memory", "hugepages-2Mi")}
	}
	if c.chance(3) {
		pod.Status.AllocatedResources = c.resources(2, "cpu", "memory")
	}
}

func (c *choice) containerStatus(name string) []v1.ContainerStatus {
	if c.chance(6) {
		return nil
	}
	status := v1.ContainerStatus{Name: name}
	if !c.chance(3) {
		status.Resources = &v1.ResourceRequirements{Requests: c.resources(3, resourceNames...)}
	}
	if !c.chance(3) {
		status.AllocatedResources = c.resources(3, resourceNames...)
	}
	return []v1.ContainerStatus{status}
}

type requestsCase struct {
	Kind string
	// One of the two: a live pod, or a DaemonSet whose template is asked.
	Pod       *v1.Pod         `json:",omitempty"`
	DaemonSet *apps.DaemonSet `json:",omitempty"`
	Requests  map[v1.ResourceName]string
}

func makeRequests(c *choice) any {
	if c.chance(3) {
		daemonSet := stored(c.daemonSetOf(c.podSpec()))
		requests := resourcehelper.PodRequests(podOf(daemonSet), resourcehelper.PodResourcesOptions{})
		return requestsCase{Kind: "Requests", DaemonSet: daemonSet, Requests: amountsOf(requests)}
	}
	pod := c.pod("agent-x")
	if c.chance(2) {
		c.resize(pod)
	}
	if c.chance(5) {
		pod.Status.NodeAllocatableResourceClaimStatuses = several(c, 2, func() v1.NodeAllocatableResourceClaimStatus {
			return v1.NodeAllocatableResourceClaimStatus{ResourceClaimName: "claim", Resources: c.resources(2, "cpu", "memory")}
		})
	}
	pod = stored(pod)
	requests := resourcehelper.PodRequests(pod.DeepCopy(), resourcehelper.PodResourcesOptions{
		UseStatusResources: true,
		InPlacePodLevelResourcesVerticalScalingEnabled: true,
		UseDRANodeAllocatableResourceClaimStatus:       true,
	})
	return requestsCase{Kind: "Requests", Pod: pod, Requests: amountsOf(requests)}
}

func (c *choice) daemonSetOf(spec v1.PodSpec) *apps.DaemonSet {
	daemonSet := c.daemonSet()
	daemonSet.Spec.Template.Spec = spec
	return daemonSet
}

// podOf makes the pod that the API server would store: defaults of the DaemonSet, then those of a Pod.
func podOf(daemonSet *apps.DaemonSet) *v1.Pod {
	stored := daemonSet.DeepCopy()
	defaultsapps.SetObjectDefaults_DaemonSet(stored)
	pod := &v1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "agent-new"}, Spec: stored.Spec.Template.Spec}
	defaultscore.SetObjectDefaults_Pod(pod)
	return pod
}
