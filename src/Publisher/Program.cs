using SiteBuilder.Publisher;
using SiteBuilder.ServiceDefaults;

return await ServiceProgram.RunAsync("publisher", async () =>
{
    if (args is ["migrate", ..])
    {
        return await PublisherMigration.RunAsync(args[1..], CancellationToken.None);
    }

    await using var service = PublisherService.Create(args);
    await service.RunAsync();
    return 0;
});
