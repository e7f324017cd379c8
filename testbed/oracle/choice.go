package main

import "math/rand/v2"

// choice draws from few possibilities, so that what is drawn collides often.
type choice struct{ random *rand.Rand }

// chance is true in one of n draws.
func (c *choice) chance(n int) bool { return c.random.IntN(n) == 0 }

// upTo gives a number from 0 to n, both included.
func (c *choice) upTo(n int) int { return c.random.IntN(n + 1) }

func pick[Value any](c *choice, values ...Value) Value { return values[c.random.IntN(len(values))] }

// several calls make up to n times and gathers what it gives; nil when that is nothing.
func several[Value any](c *choice, n int, make func() Value) []Value {
	var values []Value
	for range c.upTo(n) {
		values = append(values, make())
	}
	return values
}
