package main

import (
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

var labelKeys = []string{"zone", "n", "example.com/pool", "kubernetes.io/os", "__proto__"}

// Words, numbers at the edges of int64 and of JavaScript's integers, and what no label may be.
var labelValues = []string{
	"", "a", "b", "linux", "0", "1", "5", "10", "007", "9007199254740992", "9007199254740993",
	"9223372036854775807", "9223372036854775808", "99999999999999999999", "1.5", "1e3", "-5", "+5", "not valid",
}

func (c *choice) labelKey() string {
	if c.chance(40) {
		return pick(c, "", "-bad", "a/b/c", "/x", "UPPER.example/ok", "bad_prefix/x", "x/",
			"a123456789b123456789c123456789d123456789e123456789f123456789g123")
	}
	return pick(c, labelKeys...)
}

func (c *choice) labelValue() string { return pick(c, labelValues...) }

func (c *choice) labels(most int) map[string]string {
	labels := map[string]string{}
	for range c.upTo(most) {
		labels[pick(c, labelKeys...)] = c.labelValue()
	}
	return labels
}

// requirement is mostly valid: the right number of values for its operator.
func (c *choice) requirement() (key, operator string, values []string) {
	key = c.labelKey()
	operator = pick(c, "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "In", "NotIn")
	count := 0
	switch operator {
	case "In", "NotIn":
		count = 1 + c.upTo(3)
	case "Gt", "Lt":
		count = 1
	}
	if c.chance(15) {
		count = c.upTo(2)
	}
	if c.chance(60) {
		operator = pick(c, "", "Equals", "in", "=")
	}
	for range count {
		values = append(values, c.labelValue())
	}
	return key, operator, values
}

func (c *choice) matchExpression() v1.NodeSelectorRequirement {
	key, operator, values := c.requirement()
	return v1.NodeSelectorRequirement{Key: key, Operator: v1.NodeSelectorOperator(operator), Values: values}
}

func (c *choice) matchField() v1.NodeSelectorRequirement {
	field := v1.NodeSelectorRequirement{
		Key:      "metadata.name",
		Operator: pick(c, v1.NodeSelectorOpIn, v1.NodeSelectorOpIn, v1.NodeSelectorOpNotIn),
		Values:   []string{c.nodeName()},
	}
	if c.chance(10) {
		field.Key = pick(c, "metadata.namespace", "spec.unschedulable", "")
		field.Values = []string{pick(c, "", "true")}
	}
	if c.chance(12) {
		field.Operator = pick(c, v1.NodeSelectorOpExists, v1.NodeSelectorOpGt, v1.NodeSelectorOperator("?"))
	}
	if c.chance(12) {
		field.Values = pick(c, nil, []string{"node-a", "node-b"})
	}
	return field
}

func (c *choice) nodeName() string { return pick(c, "node-a", "node-a", "node-b") }

func (c *choice) nodeSelectorTerm() v1.NodeSelectorTerm {
	term := v1.NodeSelectorTerm{MatchExpressions: several(c, 2, c.matchExpression)}
	if c.chance(4) {
		term.MatchFields = several(c, 2, c.matchField)
	}
	return term
}

type selectorCase struct {
	Kind     string
	Selector *metav1.LabelSelector
	Labels   map[string]string
	Valid    bool
	Matches  bool
}

func makeSelector(c *choice) any {
	selector := &metav1.LabelSelector{MatchLabels: c.labels(2)}
	if c.chance(20) {
		selector.MatchLabels[c.labelKey()] = c.labelValue()
	}
	selector.MatchExpressions = several(c, 2, func() metav1.LabelSelectorRequirement {
		key, operator, values := c.requirement()
		return metav1.LabelSelectorRequirement{Key: key, Operator: metav1.LabelSelectorOperator(operator), Values: values}
	})
	answer := selectorCase{Kind: "Selector", Selector: selector, Labels: c.labels(3)}
	if parsed, err := metav1.LabelSelectorAsSelector(selector); err == nil {
		answer.Valid = true
		answer.Matches = parsed.Matches(labelSet(answer.Labels))
	}
	return answer
}
