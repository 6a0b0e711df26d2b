using SiteBuilder.Auth;
using SiteBuilder.ServiceDefaults;

return await ServiceProgram.RunAsync("auth", async () =>
{
    if (args is ["migrate", ..])
    {
        return await AuthMigration.RunAsync(args[1..], CancellationToken.None);
    }

    await using var service = AuthService.Create(args);
    await service.RunAsync();
    return 0;
});
