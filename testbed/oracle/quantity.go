package main

import (
	"math/big"
	"regexp"
	"strings"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

type quantityCase struct {
	Kind string
	Text string
	// Billionths of the unit; empty when Kubernetes cannot read the text.
	Nanos string
	// Empty when they do not fit an int64, or are negative.
	Milli, Unit string
}

var suffixes = []string{
	"", "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "E3", "e-3", "E+2", "e0", "e-12", "e03",
}
var badSuffixes = []string{"K", "mi", "ki", "KiB", "e", "e+", "e--3", "Ee3", "m3", "e1.5", "i", " Ki", "%", "GB", "_", "e3n"}

func makeQuantity(c *choice) any {
	for {
		text := c.quantityText()
		if !hasDigits.MatchString(text) {
			// Kubernetes reads some of these as zero and refuses others; its grammar wants a digit.
			continue
		}
		parsed, err := resource.ParseQuantity(text)
		if err != nil {
			return quantityCase{Kind: "Quantity", Text: text}
		}
		nanos := nanosOf(parsed)
		// Kubernetes caps binary quantities alone at int64; larger decimal ones overflow in the scheduler and mean nothing.
		if new(big.Int).Abs(nanos).Cmp(largestNanos) > 0 {
			continue
		}
		answer := quantityCase{Kind: "Quantity", Text: text, Nanos: nanos.String()}
		if nanos.Sign() < 0 {
			// Kubernetes rounds negative fractions now up, now down; none is ever asked for.
			return answer
		}
		answer.Unit = big.NewInt(parsed.Value()).String()
		if nanos.Cmp(new(big.Int).Div(largestNanos, big.NewInt(1000))) <= 0 {
			answer.Milli = big.NewInt(parsed.MilliValue()).String()
		}
		return answer
	}
}

var hasDigits = regexp.MustCompile(`^[+-]?\.?[0-9]`)

var largestNanos = new(big.Int).Mul(big.NewInt(1<<63-1), big.NewInt(1_000_000_000))

func (c *choice) quantityText() string {
	var text strings.Builder
	text.WriteString(pick(c, "", "", "", "", "+", "-"))
	text.WriteString(c.digits(20))
	if c.chance(3) {
		text.WriteString(".")
		text.WriteString(c.digits(12))
	}
	if c.chance(12) {
		text.WriteString(pick(c, badSuffixes...))
	} else {
		text.WriteString(pick(c, suffixes...))
	}
	return text.String()
}

func (c *choice) digits(most int) string {
	length := c.upTo(5)
	if c.chance(8) {
		length = c.upTo(most)
	}
	var text strings.Builder
	for range length {
		text.WriteByte(pick(c, []byte("0012359")...))
	}
	return text.String()
}

func nanosOf(quantity resource.Quantity) *big.Int {
	amount := quantity.DeepCopy()
	decimal := amount.AsDec()
	nanos := new(big.Int).Set(decimal.UnscaledBig())
	// unscaled × 10^-scale units; Kubernetes keeps no more than nine places.
	shift := 9 - int64(decimal.Scale())
	return nanos.Mul(nanos, new(big.Int).Exp(big.NewInt(10), big.NewInt(shift), nil))
}

// amountsOf gives thousandths of cores and whole units of all else, as the scheduler calculates.
func amountsOf(list v1.ResourceList) map[v1.ResourceName]string {
	amounts := map[v1.ResourceName]string{}
	for name, quantity := range list {
		amounts[name] = big.NewInt(amountOf(name, quantity)).String()
	}
	return amounts
}

func amountOf(name v1.ResourceName, quantity resource.Quantity) int64 {
	if name == v1.ResourceCPU {
		return quantity.MilliValue()
	}
	return quantity.Value()
}
