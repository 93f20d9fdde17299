// The least that a provider in Go can do: one request for each operation on an object, and no more attributes than an
// object has. It is measured beside the others, to tell what Go and its framework cost by themselves.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const atOnce = 32

type bare struct{}

func (bare) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = "bare"
}

func (bare) Schema(_ context.Context, _ provider.SchemaRequest, answer *provider.SchemaResponse) {
	answer.Schema.Attributes = map[string]providerschema.Attribute{"url": providerschema.StringAttribute{Required: true}}
}

func (bare) Configure(ctx context.Context, asked provider.ConfigureRequest, answer *provider.ConfigureResponse) {
	var settings struct {
		URL string `tfsdk:"url"`
	}
	answer.Diagnostics.Append(asked.Config.Get(ctx, &settings)...)
	transport := &http.Transport{MaxIdleConnsPerHost: atOnce}
	answer.ResourceData = &api{settings.URL, &http.Client{Transport: transport}}
}

func (bare) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &object{} }}
}

func (bare) DataSources(context.Context) []func() datasource.DataSource { return nil }

type api struct {
	url    string
	client *http.Client
}

// call says whether the object is there.
func (api *api) call(ctx context.Context, method, path string, body, found any) (bool, error) {
	var sent io.Reader = http.NoBody
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return false, err
		}
		sent = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, api.url+path, sent)
	if err != nil {
		return false, err
	}
	answer, err := api.client.Do(request)
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode == http.StatusNotFound {
		return false, err
	}
	if answer.StatusCode >= http.StatusBadRequest {
		return false, fmt.Errorf("%s %s: %s", method, path, answer.Status)
	}
	if found == nil {
		return true, nil
	}
	return true, json.Unmarshal(content, found)
}

type object struct{ api *api }

type values struct {
	Name   types.String `tfsdk:"name"`
	Config types.Map    `tfsdk:"config"`
}

type wire struct {
	Name   string            `json:"name"`
	Config map[string]string `json:"config"`
}

func (values *values) wire(ctx context.Context) (sent wire, told diag.Diagnostics) {
	sent.Name = values.Name.ValueString()
	return sent, values.Config.ElementsAs(ctx, &sent.Config, false)
}

func (object) Metadata(_ context.Context, _ resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = "bare_object"
}

func (object) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	answer.Schema.Attributes = map[string]schema.Attribute{
		"name":   schema.StringAttribute{Required: true},
		"config": schema.MapAttribute{Required: true, ElementType: types.StringType},
	}
}

func (object *object) Configure(_ context.Context, asked resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	object.api, _ = asked.ProviderData.(*api)
}

func (object *object) Create(ctx context.Context, asked resource.CreateRequest, answer *resource.CreateResponse) {
	var planned values
	answer.Diagnostics.Append(asked.Plan.Get(ctx, &planned)...)
	answer.Diagnostics.Append(object.write(ctx, http.MethodPost, "/objects", &planned)...)
	answer.Diagnostics.Append(answer.State.Set(ctx, &planned)...)
}

func (object *object) Read(ctx context.Context, asked resource.ReadRequest, answer *resource.ReadResponse) {
	var known values
	answer.Diagnostics.Append(asked.State.Get(ctx, &known)...)
	var found wire
	isThere, err := object.api.call(ctx, http.MethodGet, "/objects/"+known.Name.ValueString(), nil, &found)
	if err != nil {
		answer.Diagnostics.AddError("The object cannot be read", err.Error())
		return
	}
	if !isThere {
		answer.State.RemoveResource(ctx)
		return
	}
	config, told := types.MapValueFrom(ctx, types.StringType, found.Config)
	answer.Diagnostics.Append(told...)
	answer.Diagnostics.Append(answer.State.Set(ctx, &values{types.StringValue(found.Name), config})...)
}

func (object *object) Update(ctx context.Context, asked resource.UpdateRequest, answer *resource.UpdateResponse) {
	var planned values
	answer.Diagnostics.Append(asked.Plan.Get(ctx, &planned)...)
	path := "/objects/" + planned.Name.ValueString()
	answer.Diagnostics.Append(object.write(ctx, http.MethodPut, path, &planned)...)
	answer.Diagnostics.Append(answer.State.Set(ctx, &planned)...)
}

func (object *object) Delete(ctx context.Context, asked resource.DeleteRequest, answer *resource.DeleteResponse) {
	var known values
	answer.Diagnostics.Append(asked.State.Get(ctx, &known)...)
	if _, err := object.api.call(ctx, http.MethodDelete, "/objects/"+known.Name.ValueString(), nil, nil); err != nil {
		answer.Diagnostics.AddError("The object cannot be deleted", err.Error())
	}
}

func (object *object) write(ctx context.Context, method, path string, planned *values) diag.Diagnostics {
	sent, told := planned.wire(ctx)
	if _, err := object.api.call(ctx, method, path, sent, nil); err != nil {
		told.AddError("The object cannot be written", err.Error())
	}
	return told
}

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return bare{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/bench/bare", ProtocolVersion: 6})
	if err != nil {
		panic(err)
	}
}
