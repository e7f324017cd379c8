package main

import "encoding/json"

// stored gives the object as a client reads it from the API: quantities in canonical form. That matters: the sums of
// PodRequests may change the object they are made of, where a quantity is not canonical.
func stored[Object any](object *Object) *Object {
	text, err := json.Marshal(object)
	if err != nil {
		fail(err)
	}
	read := new(Object)
	if err := json.Unmarshal(text, read); err != nil {
		fail(err)
	}
	return read
}
