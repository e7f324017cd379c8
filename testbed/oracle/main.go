// Oracle writes random cases with the answers of Kubernetes' own functions, one JSON document a line. The rules of
// lib/domain are checked against it. The same seed and counts give the same cases.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"

	"k8s.io/klog/v2"
)

// maker makes one case of a kind.
type maker struct {
	count *int
	make  func(*choice) any
}

func main() {
	seed := flag.Uint64("seed", 1, "seed of the random cases")
	makers := []maker{
		{flag.Int("eligibility", 0, "cases for NodeShouldRunDaemonPod"), makeEligibility},
		{flag.Int("selectors", 0, "cases for LabelSelectorAsSelector"), makeSelector},
		{flag.Int("quantities", 0, "cases for ParseQuantity"), makeQuantity},
		{flag.Int("requests", 0, "cases for PodRequests of live pods and of templates"), makeRequests},
		{flag.Int("fit", 0, "cases for noderesources.Fits and the host ports"), makeFit},
		{flag.Int("targets", 0, "cases for GetTargetNodeName"), makeTarget},
	}
	flag.Parse()
	// What a toleration cannot parse is logged; the cases are full of that on purpose.
	klog.SetLogger(klog.Logger{})
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for index, each := range makers {
		random := &choice{rand.New(rand.NewPCG(*seed, uint64(index)))}
		for range *each.count {
			if err := encoder.Encode(each.make(random)); err != nil {
				fail(err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "oracle:", err)
	os.Exit(1)
}
