using System.Net;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Tests.Api;

namespace SiteBuilder.Sandbox.Tests.Rules;

/// <summary>Rules hold whichever way an object comes, and what cannot be evaluated is refused.</summary>
public sealed class RuleTests : IAsyncLifetime
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Widgets = "/apis/example.com/v1/namespaces/default/widgets";

    private ApiServer _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiServer.StartAsync();
        (await _api.PostAsync(Definitions, Definition("self.max >= self.min"))).Code.ShouldBe(HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_rule_holds_for_creating_replacing_patching_applying_and_trying()
    {
        const string why = "Widget.example.com \"w\" is invalid: spec: Invalid value: failed rule: self.max >= self.min";
        List<(HttpStatusCode Code, JsonObject Body)> answers = [await _api.PostAsync(Widgets, Widget(1)), await _api.PostAsync($"{Widgets}?dryRun=All", Widget(1)), await _api.ApplyAsync($"{Widgets}/w", "m", Widget(1))];
        var (code, made) = await _api.PostAsync(Widgets, Widget(3));
        code.ShouldBe(HttpStatusCode.Created);
        answers.Add(await _api.PutAsync($"{Widgets}/w", Widget(1, (string?)made["metadata"]!["resourceVersion"])));
        answers.Add(await _api.PatchAsync($"{Widgets}/w", "merge", """{"spec":{"max":1}}"""));
        answers.Add(await _api.PatchAsync($"{Widgets}/w", "json", """[{"op":"replace","path":"/spec/max","value":1}]"""));
        answers.Add(await _api.ApplyAsync($"{Widgets}/w", "m", Widget(1), force: true));
        answers.ShouldAllBe(a => a.Code == HttpStatusCode.UnprocessableEntity && (string?)a.Body["message"] == why);
    }

    [Fact]
    public async Task A_changed_definition_changes_its_rules()
    {
        (await _api.PostAsync($"{Widgets}?dryRun=All", Widget(1))).Code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var (_, changed) = await _api.PatchAsync($"{Definitions}/widgets.example.com", "json", """[{"op":"replace","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/x-kubernetes-validations/0/rule","value":"self.max != 7"}]""");
        changed["metadata"]!["generation"]!.GetValue<int>().ShouldBe(2);
        (await _api.PostAsync($"{Widgets}?dryRun=All", Widget(1))).Code.ShouldBe(HttpStatusCode.Created);
        (await _api.PostAsync($"{Widgets}?dryRun=All", Widget(7))).Code.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_policy_that_the_sandbox_could_not_ask_is_not_taken()
    {
        async Task Refused(string rule, string expression, string what)
        {
            var (code, body) = await _api.PostAsync("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
                $$$"""{"metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{{{rule}}}]},"validations":[{"expression":"{{{expression}}}"}]}}""");
            code.ShouldBe(HttpStatusCode.NotImplemented);
            ((string?)body["message"]).ShouldBe($"the sandbox does not support {what}; use a real cluster for this");
        }
        await Refused("""{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}""", "authorizer.path('/x').check('get').allowed()", "authorizer in expressions of admission policies");
        await Refused("""{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["UPDATE"],"resources":["deployments/scale"]}""", "true", "admission policies for deployments/scale");
        await Refused("""{"apiGroups":[""],"apiVersions":["v1"],"operations":["CONNECT"],"resources":["pods/exec"]}""", "true", "admission policies for the operation CONNECT");
    }

    [Fact]
    public async Task A_policy_holds_for_deletions_and_the_status_too()
    {
        await _api.PostAsync("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            """{"metadata":{"name":"keep"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["DELETE","UPDATE"],"resources":["configmaps","namespaces/status"]}]},"validations":[{"expression":"request.operation == 'DELETE' ? oldObject.metadata.name != 'kept' : !has(object.status.phase) || object.status.phase != 'Odd'","message":"stays"}]}}""");
        await _api.PostAsync("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings", """{"metadata":{"name":"b"},"spec":{"policyName":"keep","validationActions":["Deny"]}}""");
        foreach (var name in (string[])["kept", "free"]) await _api.PostAsync("/api/v1/namespaces/default/configmaps", $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        var (code, body) = await _api.DeleteAsync("/api/v1/namespaces/default/configmaps/kept");
        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string?)body["message"]).ShouldBe("configmaps \"kept\" is forbidden: ValidatingAdmissionPolicy 'keep' with binding 'b' denied request: stays");
        (await _api.DeleteAsync("/api/v1/namespaces/default/configmaps/free")).Code.ShouldBe(HttpStatusCode.OK);
        var (_, policy) = await _api.GetAsync("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/keep");
        policy["status"]!.ToJsonString().ShouldBe("""{"observedGeneration":1,"typeChecking":{}}""");
        (await _api.PatchAsync("/api/v1/namespaces/default/status", "merge", """{"status":{"phase":"Odd"}}""")).Code.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static string Widget(int max, string? version = null)
    {
        var metadata = new JsonObject { ["name"] = "w" };
        if (version is not null) metadata["resourceVersion"] = version;
        return new JsonObject { ["apiVersion"] = "example.com/v1", ["kind"] = "Widget", ["metadata"] = metadata, ["spec"] = new JsonObject { ["min"] = 2, ["max"] = max } }.ToJsonString();
    }

    private static string Definition(string rule) => """
        {"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},"versions":[{"name":"v1","served":true,"storage":true,
        "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"min":{"type":"integer"},"max":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"RULE"}]}}}}}]}}
        """.Replace("RULE", rule, StringComparison.Ordinal);
}
