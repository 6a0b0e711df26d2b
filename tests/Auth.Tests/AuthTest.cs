using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SiteBuilder.Auth.Storage;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Auth.Tests;

/// <summary>The base of tests over HTTP: a fresh database, two brands with an owner each, and Auth serving them.</summary>
public abstract class AuthTest(PostgresServer postgres) : IAsyncLifetime
{
    protected PostgresServer Postgres => postgres;

    protected const string OwnerPassword = "the owner's password";
    protected const string Password = "correct horse battery";
    private const string KeySecret = "what private keys are encrypted with";

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("auth-test-");

    protected TestDatabase Database { get; private set; } = null!;

    protected RunningService Auth { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        File.WriteAllText(PathOf("password"), Database.Password);
        File.WriteAllText(PathOf("owner"), OwnerPassword);
        File.WriteAllText(PathOf("keys"), KeySecret);
        File.WriteAllText(PathOf("brands.json"), """
            [
              {"name": "acme", "title": "Acme", "hosts": ["acme.test", "www.acme.test"], "theme": "blue"},
              {"name": "globex", "title": "Globex", "hosts": ["globex.test"], "theme": "green"}
            ]
            """);
        (await AuthMigration.RunAsync(Arguments(), TestContext.Current.CancellationToken)).ShouldBe(0);
        var port = FreePort.Take();
        Auth = await RunningService.StartAsync(AuthService.Create([.. Arguments(port), $"--Auth:Address=http://127.0.0.1:{port}"]));
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Auth is not null)
        {
            await Auth.DisposeAsync();
        }

        _files.Delete(recursive: true);
    }

    protected Task<int> MigrateAsync() => AuthMigration.RunAsync(Arguments(), TestContext.Current.CancellationToken);

    protected string PathOf(string name) => Path.Combine(_files.FullName, name);

    protected HttpClient At(string host, string? token = null) => Auth.Client(host, token);

    protected Task<HttpResponseMessage> PostAsync(string path, object body, string host = "acme.test") => At(host).PostAsJsonAsync($"/api/auth/{path}", body);

    protected async Task<JsonNode> LogInAsync(string email, string password = Password, string host = "acme.test")
    {
        var answer = await PostAsync("login", new { email, password }, host);
        answer.EnsureSuccessStatusCode();
        return await JsonAsync(answer);
    }

    protected async Task<string> OwnerTokenAsync(string host = "acme.test") => (await LogInAsync($"owner@{host}", OwnerPassword, host))["access_token"]!.GetValue<string>();

    protected AuthDatabase Open()
    {
        var options = new DbContextOptionsBuilder<AuthDatabase>();
        AuthDatabase.Configure(options, NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Database.Port};Username=postgres;Password={Database.Password};Database={Database.Name};Pooling=false"));
        return new AuthDatabase(options.Options);
    }

    protected static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    protected string[] Arguments(int port = 0) =>
    [
        .. RunningService.CommonArguments(port),
        "--Auth:Database:Host=127.0.0.1",
        $"--Auth:Database:Port={Database.Port}",
        $"--Auth:Database:Name={Database.Name}",
        "--Auth:Database:User=postgres",
        $"--Auth:Database:PasswordFile={PathOf("password")}",
        $"--Auth:KeyEncryptionFile={PathOf("keys")}",
        $"--Auth:OwnerPasswordFile={PathOf("owner")}",
        $"--Auth:BrandsFile={PathOf("brands.json")}",
    ];
}
