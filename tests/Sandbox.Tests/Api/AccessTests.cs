using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Http;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>Who gets in, and what roles let service accounts do.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";

    private ApiServer _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiServer.StartAsync(api: new ApiOptions { Token = "admin" });
        Use("admin");
    }

    public async ValueTask DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_service_account_may_do_what_its_roles_say_and_no_more()
    {
        var token = await TokenAsync();
        await _api.PostAsync($"{Rbac}/roles", """{"metadata":{"name":"r"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}]}""");
        await _api.PostAsync($"{Rbac}/rolebindings",
            """{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"default","namespace":"default"}]}""");
        Use(token);
        (await _api.GetAsync(Pods)).Code.ShouldBe(HttpStatusCode.OK);
        var (code, refused) = await _api.GetAsync($"{Pods}/web");
        code.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)refused["message"]).ShouldBe("pods \"web\" is forbidden: User \"system:serviceaccount:default:default\" cannot get resource \"pods\" in API group \"\" in the namespace \"default\"");
        (await _api.GetAsync("/api/v1/nodes")).Code.ShouldBe(HttpStatusCode.Forbidden);
        (await _api.GetAsync("/apis")).Code.ShouldBe(HttpStatusCode.OK);
        var (_, review) = await _api.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{"resourceAttributes":{"namespace":"default","verb":"delete","resource":"pods"}}}""");
        ((bool)review["status"]!["allowed"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task A_review_says_which_binding_allows_it()
    {
        await _api.PostAsync($"{Rbac}/rolebindings",
            """{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"system:aggregate-to-view"},"subjects":[{"kind":"ServiceAccount","name":"default","namespace":"default"}]}""");
        var (_, review) = await _api.PostAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews",
            """{"spec":{"user":"system:serviceaccount:default:default","resourceAttributes":{"namespace":"default","verb":"get","resource":"pods"}}}""");
        review["status"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ShouldBe("""{"allowed":true,"reason":"RBAC: allowed by RoleBinding \"b/default\" of ClusterRole \"system:aggregate-to-view\" to ServiceAccount \"default/default\""}""");
        var (code, refused) = await _api.PostAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"spec":{}}""");
        ((int)code).ShouldBe(422);
        ((string?)refused["message"]).ShouldBe(".authorization.k8s.io \"\" is invalid: [spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid value: \"\": at least one of user or group must be specified]");
    }

    [Fact]
    public async Task A_token_ends_with_the_account_it_was_made_for()
    {
        var token = await TokenAsync();
        var (_, review) = await _api.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}"}}""");
        ((string?)review["status"]!["user"]!["username"]).ShouldBe("system:serviceaccount:default:default");
        await _api.DeleteAsync("/api/v1/namespaces/default/serviceaccounts/default");
        Use(token);
        (await _api.GetAsync(Pods)).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_someone_else_does_not_get_in()
    {
        await using var other = await ApiServer.StartAsync();
        var (_, request) = await other.PostAsync("/api/v1/namespaces/default/serviceaccounts/default/token", """{"spec":{}}""");
        Use((string)request["status"]!["token"]!);
        (await _api.GetAsync(Pods)).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<string> TokenAsync()
    {
        var (code, request) = await _api.PostAsync("/api/v1/namespaces/default/serviceaccounts/default/token", """{"spec":{}}""");
        code.ShouldBe(HttpStatusCode.Created);
        return (string)((JsonObject)request["status"]!)["token"]!;
    }

    private void Use(string token) => _api.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
}
